package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the API server adds to the smallest manifests. */
@ExtendWith(WithApiServer.class)
class DefaultsTest {

    @Test
    void aCrawlJobNeedsNoMoreThanItsSeeds(RealApiServer api) {
        var spec = """
                queueName: default
                priority: Normal
                suspend: false
                cancel: false
                source:
                  site: {seeds: ['https://example.org/'], sitemaps: Include, within: Host, maxDepth: 20}
                limits: {maxPages: 10000}
                fetch: {userAgent: '', timeoutSeconds: 30, maxBodySize: 10Mi, robots: Obey, render: Never, cookies: Ignore, cacheSeconds: 0}
                politeness: {}
                retry: {limit: 3}
                extract: {metadata: true, article: false, product: false, links: false}
                process: []
                output: {sinks: [], store: {maxRecords: 100000, maxSize: 256Mi}}
                notify: []
                failure: {maxFailedPercent: 20}
                onQueueLost: StartOver
                rerun: ''
                retryFailed: ''
                """;

        stored(api, CrawlJob.class, "{source: {site: {seeds: ['https://example.org/']}}}", spec);
    }

    @Test
    void aBackoffThatIsBegunIsCompleted(RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = Crds.manifest(
                    CrawlJob.class,
                    "a",
                    "{source: {urls: {list: ['https://example.org/']}}, retry: {backoff: {factor: 1.5}}}");

            var backoff = server.create(job).orFail().at("/spec/retry/backoff");

            assertThat(backoff).isEqualTo(Crds.yaml("{initialSeconds: 5, factor: 1.5, maxSeconds: 600}"));
        }
    }

    @Test
    void aCrawlQueueNeedsNothing(RealApiServer api) {
        var spec = """
                workers: {min: 0, max: 10, concurrency: 32, targetPerWorker: 200, scaleDownStabilizationSeconds: 60, secrets: [], browser: false}
                limits: {}
                jobs: {maxWaitingUrls: 10000000}
                batch: {size: 32, maxWaitMillis: 20}
                retention: {eventsPerJob: 1000, deadLettersPerJob: 10000}
                suspend: false
                """;

        stored(api, CrawlQueue.class, "{}", spec);
        try (var server = Server.of(api)) {
            var bare = Crds.manifest(CrawlQueue.class, "a", "{}");
            bare.remove("spec");
            assertThat(server.create(bare).orFail().path("spec")).isEqualTo(Crds.yaml(spec));
        }
    }

    @Test
    void aHostPolicyNeedsNoMoreThanItsHosts(RealApiServer api) {
        try (var server = Server.of(api)) {
            var policy = Crds.manifest(HostPolicy.class, "defaults-test", "{hosts: [example.org]}");

            var spec = server.tryOut(policy).orFail().path("spec");

            assertThat(spec)
                    .isEqualTo(Crds.yaml(
                            "{hosts: [example.org], allowPrivateAddresses: false, namespaces: [], allowedPorts: []}"));
        }
    }

    @Test
    void aCrawlScheduleNeedsItsTimeAndItsTemplate(RealApiServer api) {
        try (var server = Server.of(api)) {
            var schedule = Crds.manifest(
                    CrawlSchedule.class,
                    "a",
                    "{schedule: '@daily', jobTemplate: {spec: {source: {urls: {list: ['https://example.org/']}}}}}");

            var spec = server.create(schedule).orFail().path("spec");

            assertThat(spec.at("/timeZone").asText()).isEqualTo("Etc/UTC");
            assertThat(spec.at("/concurrencyPolicy").asText()).isEqualTo("Forbid");
            assertThat(spec.at("/successfulJobsHistoryLimit").asInt()).isEqualTo(3);
            assertThat(spec.at("/failedJobsHistoryLimit").asInt()).isEqualTo(1);
            assertThat(spec.at("/jobTemplate/spec/limits/maxPages").asInt()).isEqualTo(10_000);
        }
    }

    private static void stored(
            RealApiServer api,
            Class<? extends io.fabric8.kubernetes.client.CustomResource<?, ?>> kind,
            String given,
            String wanted) {
        try (var server = Server.of(api)) {
            var spec = server.create(Crds.manifest(kind, "a", given)).orFail().path("spec");

            assertThat(spec).isEqualTo(Crds.yaml(wanted));
        }
    }
}
