package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.progress.Board;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** What the reconciler of queues works with. */
public record PoolParts(
        Board board,
        PoolRegistry registry,
        WorkerWatch watch,
        PoolSettings settings,
        WorkerApplier applier,
        NamespaceUsers users,
        QueueBudgets budgets,
        RedisDoor redis,
        StatusWriter writer,
        LastWritten<CrawlQueueStatus> written,
        ApiPauses pauses) {

    /** @param masterKey what the passwords of the namespaces' Redis users are derived from */
    public static PoolParts of(
            KubernetesClient client, PoolSettings settings, String masterKey, Shared shared, Clock clock) {
        var secret = new RedisSecret(masterKey, settings.redis().prefix());
        return new PoolParts(
                shared.board(),
                shared.registry(),
                shared.watch(),
                settings,
                new WorkerApplier(client, new WorkerObjects(settings), secret, clock),
                new NamespaceUsers(shared.redis(), secret),
                shared.budgets(),
                shared.redis(),
                shared.writer(),
                new LastWritten<>(),
                shared.pauses());
    }

    /** Those that others work with as well. */
    public record Shared(
            Board board,
            PoolRegistry registry,
            WorkerWatch watch,
            RedisDoor redis,
            QueueBudgets budgets,
            StatusWriter writer,
            ApiPauses pauses) {}
}
