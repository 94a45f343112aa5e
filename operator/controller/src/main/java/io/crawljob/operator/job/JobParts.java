package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.events.EventRecorder;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.pool.PoolRegistry;
import io.crawljob.operator.pool.RedisDoor;
import io.crawljob.operator.progress.Board;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Jobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What the reconciler of jobs works with. */
public record JobParts(
        KubernetesClient client,
        Jobs jobs,
        Gate gate,
        RedisDoor redis,
        Board board,
        PoolRegistry pools,
        EventRecorder events,
        StatusWriter writer,
        LastWritten<CrawlJobStatus> written,
        ApiPauses pauses,
        Settings settings) {

    /** @param namespaces empty for all */
    public record Settings(PlanSettings plan, boolean createDefaultQueue, List<String> namespaces) {
        public Settings {
            namespaces = List.copyOf(namespaces);
        }
    }
}
