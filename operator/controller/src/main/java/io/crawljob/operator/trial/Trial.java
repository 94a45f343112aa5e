package io.crawljob.operator.trial;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.condition.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes a CrawlJob, tells how it goes on, and takes it away again. */
final class Trial {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String NAME = "helm-test";

    private final KubernetesClient client;
    private final String namespace;
    private final String queue;
    private final Consumer<String> say;

    Trial(KubernetesClient client, String namespace, String queue, Consumer<String> say) {
        this.client = client;
        this.namespace = namespace;
        this.queue = queue;
        this.say = say;
    }

    /** @return whether the crawl is complete, and has brought something, within the time */
    boolean run(String url, Duration atMost) throws InterruptedException {
        var resource = client.resources(CrawlJob.class).inNamespace(namespace).withName(NAME);
        resource.delete();
        resource.waitUntilCondition(it -> it == null, LOOK.toMillis() * 30, TimeUnit.MILLISECONDS);
        client.resource(job(url)).inNamespace(namespace).create();
        say.accept("crawls %s as CrawlJob %s/%s in queue %s".formatted(url, namespace, NAME, queue));
        try {
            return follow(resource, atMost);
        } finally {
            resource.delete();
        }
    }

    private boolean follow(Resource<CrawlJob> resource, Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        var said = "";
        var pause = new CountDownLatch(1);
        while (System.nanoTime() < end) {
            var job = resource.get();
            if (job == null) return failed("somebody has deleted the CrawlJob");
            var now = standing(job);
            if (!now.equals(said)) say.accept(now);
            said = now;
            if (is(job, ConditionType.COMPLETE)) return complete(job);
            if (is(job, ConditionType.FAILED)) return failed(said);
            if (pause.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) return false;
        }
        return failed("not over after %d s; %s".formatted(atMost.toSeconds(), said));
    }

    private boolean complete(CrawlJob job) {
        var progress = job.getStatus().progress();
        if (progress == null || progress.done() == 0) return failed("complete without a page");
        say.accept("passed: " + progress.summary() + " pages");
        return true;
    }

    private boolean failed(String why) {
        say.accept("FAILED: " + why);
        return false;
    }

    private static String standing(CrawlJob job) {
        if (job.getStatus() == null) return "no status yet: does the operator run, and does it watch this namespace?";
        return List.of(ConditionType.ACCEPTED, ConditionType.PROGRESSING, ConditionType.WORKERS_READY).stream()
                .flatMap(type -> Conditions.find(job.getStatus().conditions(), type).stream())
                .map(it -> "%s=%s/%s: %s".formatted(it.type(), it.status(), it.reason(), it.message()))
                .reduce((a, b) -> a + "; " + b)
                .orElse("no condition yet");
    }

    private static boolean is(CrawlJob job, ConditionType type) {
        return job.getStatus() != null
                && Conditions.find(job.getStatus().conditions(), type)
                        .filter(it -> it.status() == Condition.Status.TRUE)
                        .isPresent();
    }

    private CrawlJob job(String url) {
        return Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec:
                  queueName: %s
                  source: {site: {seeds: ["%s"], sitemaps: Ignore}}
                  limits: {maxPages: 2}
                """.formatted(NAME, queue, url), CrawlJob.class);
    }
}
