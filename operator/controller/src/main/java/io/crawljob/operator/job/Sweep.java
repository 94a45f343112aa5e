package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.progress.Board;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueUnavailableException;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the keys of jobs whose resource is gone, whoever deleted it and whether or not an operator was there to see it. Asks the API server itself: absent
 * in a cache is not absent.
 */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final KubernetesClient client;
    private final Jobs jobs;
    private final Board board;
    private final Purge purge;
    private final List<String> namespaces;

    /** @param namespaces those that this operator watches, and so may judge; empty for all */
    Sweep(KubernetesClient client, Jobs jobs, Board board, List<String> namespaces) {
        this.client = client;
        this.jobs = jobs;
        this.board = board;
        this.purge = new Purge(jobs);
        this.namespaces = namespaces;
    }

    /** @throws QueueUnavailableException when Redis does not answer */
    void run() {
        jobs.registered().stream()
                .filter(key -> namespaces.isEmpty() || namespaces.contains(key.namespace()))
                .filter(key -> board.find(key).isEmpty())
                .collect(Collectors.groupingBy(JobKey::namespace))
                .forEach(this::sweep);
    }

    private void sweep(String namespace, List<JobKey> suspects) {
        try {
            var alive = alive(namespace);
            suspects.stream().filter(key -> !alive.contains(key.uid())).forEach(key -> {
                LOG.info("removing the keys of job {}: its CrawlJob is gone", key);
                purge.all(key);
            });
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "the keys of {} jobs in namespace {} stay for now: {}",
                    suspects.size(),
                    namespace,
                    Refusals.message(e));
        }
    }

    /** Page by page: thousands of jobs in one answer would not fit beside those that are cached. */
    private Set<String> alive(String namespace) {
        var uids = new HashSet<String>();
        var next = "";
        do {
            var page = client.resources(CrawlJob.class)
                    .inNamespace(namespace)
                    .list(new ListOptionsBuilder()
                            .withLimit(ClusterClient.PAGE)
                            .withContinue(next.isEmpty() ? null : next)
                            .build());
            page.getItems().forEach(job -> uids.add(job.getMetadata().getUid()));
            next = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
        } while (!next.isEmpty());
        return uids;
    }
}
