package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.KeyRef;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.plan.Validated;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges a job's spec, with what it refers to read live and by name. */
final class Judge {

    private final KubernetesClient client;
    private final Queues queues;
    private final PlanSettings settings;

    Judge(KubernetesClient client, Queues queues, PlanSettings settings) {
        this.client = client;
        this.queues = queues;
        this.settings = settings;
    }

    /** @throws KubernetesClientException when the API server does not answer */
    Validated judge(CrawlJob job, QueueKey queue, Notes notes) {
        long generation = job.getMetadata().getGeneration();
        try {
            var offer = queues.offer(queue);
            var before = notes.acceptedWith(generation);
            var configMap = before == null ? configMap(job) : before.configMap();
            var references = new References(offer.exists(), configMap, offer.secrets(), offer.browser());
            var known = notes.validated(generation, references);
            if (known != null) return known;
            var judged = PlanMapper.map(job, settings, references);
            notes.validated(generation, references, judged);
            return judged;
        } catch (KubernetesClientException e) {
            return refused(e);
        }
    }

    /** The stored spec did not fit its record, and was read as an empty one. */
    static Validated unreadable() {
        return rejected(
                Reason.INVALID_SPEC,
                "spec",
                "a value in it is of a type that this version cannot read; correct it, or update the operator");
    }

    private @Nullable Map<String, String> configMap(CrawlJob job) {
        var ref = reference(job);
        if (ref == null || ref.name() == null) return null;
        var found = client.configMaps()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(ref.name())
                .get();
        return found == null ? null : Objects.requireNonNullElse(found.getData(), Map.of());
    }

    private static @Nullable KeyRef reference(CrawlJob job) {
        var source = job.getSpec().source();
        return source == null || source.urls() == null ? null : source.urls().configMapKeyRef();
    }

    /** A right that the operator lacks is told where its lack shows: the field that needs it. */
    private static Validated refused(KubernetesClientException e) {
        if (e.getCode() != 403 || Refusals.namespaceEnds(e)) throw e;
        var said = Refusals.message(e);
        var isConfigMap = said.contains("configmaps");
        return rejected(
                isConfigMap ? Reason.CONFIG_MAP_NOT_FOUND : Reason.QUEUE_NOT_FOUND,
                isConfigMap ? "spec.source.urls.configMapKeyRef" : "spec.queueName",
                "the operator lacks a right: " + said + "; grant it (the chart's role has it)");
    }

    private static Validated rejected(Reason reason, String field, String text) {
        return new Validated.Rejected(reason, List.of(new Validated.Problem(reason, field, text)));
    }
}
