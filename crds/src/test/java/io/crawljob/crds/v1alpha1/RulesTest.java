package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a person reads who applies a manifest that cannot be. */
@ExtendWith(WithApiServer.class)
class RulesTest {

    private static final String SITE = "source: {site: {seeds: ['https://example.org/']}}";
    private static final String JOB = "jobTemplate: {spec: {" + SITE + "}}";

    private static final String ONE_SOURCE =
            "source needs exactly one of site, urls, arxiv, github and semanticScholar";
    private static final String ABSOLUTE =
            "each URL must be absolute and start with http:// or https://, for example https://example.org/";
    private static final String ONE_ADDRESS = "must be an absolute URL that starts with http:// or https://";
    private static final String ONE_LIST = "urls needs exactly one of list and configMapKeyRef";
    private static final String BYTES = "must be a whole, positive number of bytes, for example 10Mi or 1048576";
    private static final String BODY = "must not be more than 256Mi";
    private static final String HEADER = "a header needs exactly one of value and valueFrom";
    private static final String COOKIES =
            "cookies Keep needs render Never: a rendered page has a browser of its own without cookies";
    private static final String RETRY = "retry takes one of backoff and delaysSeconds, not both";
    private static final String NOTIFY = "a notification needs exactly one of webhook and email";
    private static final String MIN_MAX = "min must not be more than max";
    private static final String QUEUE_NAME =
            "the name of a CrawlQueue must not be longer than 40 characters, because the names of its workers are made from it";
    private static final String SCHEDULE_NAME =
            "the name of a CrawlSchedule must not be longer than 52 characters, because the names of its CrawlJobs are made from it";
    private static final String SCHEDULE = "a CrawlSchedule needs exactly one of schedule and runAt";
    private static final String HOSTS =
            "each host must be a name in lower case (punycode for other scripts) without scheme, port or path, or *. and such a name";
    private static final String PRIVATE =
            "allowPrivateAddresses needs namespaces: name who may use it, or [\"*\"] for all";

    /** @param field that the message names */
    record Case(Class<? extends CustomResource<?, ?>> kind, String name, String spec, String field, String message) {
        JsonNode manifest() {
            return Crds.manifest(kind, name, "{" + spec + "}");
        }

        @Override
        public String toString() {
            return kind.getSimpleName() + " " + spec;
        }
    }

    @SuppressWarnings("unused") // read by name
    private static final List<Case> REFUSED = List.of(
            job("source: {}", "spec.source", ONE_SOURCE),
            job(SITE + ", fetch: {cookies: Keep, render: Auto}", "spec.fetch", COOKIES),
            job(
                    "source: {site: {seeds: ['https://a.org/']}, urls: {list: ['https://a.org/']}}",
                    "spec.source",
                    ONE_SOURCE),
            job("source: {arxiv: {query: a}, github: {query: a}}", "spec.source", ONE_SOURCE),
            job("source: {site: {seeds: [example.org]}}", "spec.source.site.seeds", ABSOLUTE),
            job("source: {site: {seeds: ['https://a.org/', 'ftp://a.org/']}}", "spec.source.site.seeds", ABSOLUTE),
            job("source: {urls: {list: ['/relative']}}", "spec.source.urls.list", ABSOLUTE),
            job("source: {urls: {}}", "spec.source.urls", ONE_LIST),
            job(
                    "source: {urls: {list: ['https://a.org/'], configMapKeyRef: {name: a, key: b}}}",
                    "spec.source.urls",
                    ONE_LIST),
            job(SITE + ", limits: {maxSize: 0}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSize: -1}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSize: '0'}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSize: '1.5'}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSize: 1.5Gi}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSize: 100m}", "spec.limits.maxSize", BYTES),
            job(SITE + ", limits: {maxSizePerHost: '0'}", "spec.limits.maxSizePerHost", BYTES),
            job(SITE + ", limits: {maxSizePerHost: 1.5Gi}", "spec.limits.maxSizePerHost", BYTES),
            job(SITE + ", limits: {maxSizePerSeed: 0}", "spec.limits.maxSizePerSeed", BYTES),
            job(SITE + ", limits: {maxSizePerSeed: 100m}", "spec.limits.maxSizePerSeed", BYTES),
            job(
                    SITE + ", limits: {maxPagesPerSeed: 0}",
                    "spec.limits.maxPagesPerSeed",
                    "should be greater than or equal to 1"),
            job(SITE + ", output: {store: {maxSize: '0'}}", "spec.output.store.maxSize", BYTES),
            job(SITE + ", fetch: {maxBodySize: 257Mi}", "spec.fetch.maxBodySize", BODY),
            job(SITE + ", fetch: {maxBodySize: 1000000000}", "spec.fetch.maxBodySize", BODY),
            job(SITE + ", fetch: {headers: [{name: a}]}", "spec.fetch.headers[0]", HEADER),
            job(
                    SITE + ", fetch: {headers: [{name: a, value: b, valueFrom: {name: c, key: d}}]}",
                    "spec.fetch.headers[0]",
                    HEADER),
            job(SITE + ", retry: {backoff: {}, delaysSeconds: [1]}", "spec.retry", RETRY),
            job(SITE + ", notify: [{name: a, on: [Failed]}]", "spec.notify[0]", NOTIFY),
            job(
                    SITE
                            + ", notify: [{name: a, on: [Failed], webhook: {url: 'https://a.org/'}, email: {to: [a@a.org]}}]",
                    "spec.notify[0]",
                    NOTIFY),
            job(
                    SITE + ", notify: [{name: a, on: [Failed], webhook: {url: 'mailto:a'}}]",
                    "spec.notify[0].webhook.url",
                    ONE_ADDRESS),
            job(SITE + ", limits: {maxPages: 0}", "spec.limits.maxPages", "should be greater than or equal to 1"),
            job(
                    SITE + ", limits: {maxPages: 50000001}",
                    "spec.limits.maxPages",
                    "should be less than or equal to 50000000"),
            job(SITE + ", queueName: " + "q".repeat(41), "spec.queueName", "may not be more than 40"),
            job(
                    SITE + ", priority: Highest",
                    "spec.priority",
                    "supported values: \"Low\", \"Normal\", \"High\", \"Urgent\""),
            job("suspend: true", "spec.source", "Required value"),
            job(SITE + ", limit: {maxPages: 5}", "spec.limit", "unknown field \"spec.limit\""),
            new Case(CrawlQueue.class, "q".repeat(41), "", "", QUEUE_NAME),
            new Case(CrawlQueue.class, "a", "workers: {min: 3, max: 2}", "spec.workers", MIN_MAX),
            new Case(CrawlQueue.class, "a", "workers: {min: 11}", "spec.workers", MIN_MAX),
            new Case(CrawlQueue.class, "a", "workers: {proxy: 'socks5://a'}", "spec.workers.proxy", ONE_ADDRESS),
            new Case(HostPolicy.class, "a", "hosts: [Example.org]", "spec.hosts", HOSTS),
            new Case(HostPolicy.class, "a", "hosts: ['https://example.org']", "spec.hosts", HOSTS),
            new Case(HostPolicy.class, "a", "hosts: ['example.org:8080']", "spec.hosts", HOSTS),
            new Case(HostPolicy.class, "a", "hosts: ['a.*.org']", "spec.hosts", HOSTS),
            new Case(HostPolicy.class, "a", "hosts: [a.org], allowPrivateAddresses: true", "spec", PRIVATE),
            new Case(CrawlSchedule.class, "s".repeat(53), "runAt: '2030-01-01T00:00:00Z', " + JOB, "", SCHEDULE_NAME),
            new Case(CrawlSchedule.class, "a", JOB, "spec", SCHEDULE),
            new Case(
                    CrawlSchedule.class,
                    "a",
                    "schedule: '@daily', runAt: '2030-01-01T00:00:00Z', " + JOB,
                    "spec",
                    SCHEDULE),
            new Case(
                    CrawlSchedule.class,
                    "a",
                    "schedule: '@daily', jobTemplate: {spec: {source: {}}}",
                    "spec.jobTemplate.spec.source",
                    ONE_SOURCE));

    /** Every field that a crawl of a site can have, as people write them. */
    private static final String EVERYTHING = """
            queueName: default, priority: Normal, suspend: false, cancel: false,
            source: {site: {seeds: ['https://handbook.example.org/'], sitemaps: Include, within: Host, include: [], maxDepth: 20}},
            exclude: ['/archive/.*'], limits: {maxPages: 10000, maxPagesPerHost: 10000, maxPagesPerSeed: 5000, maxSize: 10Gi, maxSizePerHost: 2Gi, maxSizePerSeed: '1048576'},
            fetch: {userAgent: '', timeoutSeconds: 30, maxBodySize: 10Mi, robots: Obey, render: Never, headers: [], cookies: Ignore, cacheSeconds: 60},
            politeness: {delayMillis: 1000, maxConcurrentPerHost: 1, pagesPerMinute: 60},
            retry: {limit: 3, backoff: {initialSeconds: 5, factor: 2, maxSeconds: 600}},
            extract: {metadata: true, article: false, product: false, links: false, fields: [{name: price, selector: .price, attribute: content, type: Number, list: false, required: true}]},
            process: [{name: tags, type: Tags, concurrency: 2, pagesPerMinute: 30}],
            output: {sinks: [{name: bucket, type: s3}], store: {maxRecords: 100000, maxSize: 256Mi}},
            notify: [{name: ops, on: [Succeeded, Failed], webhook: {url: 'https://hooks.example.org/', secretFrom: {name: hook, key: secret}}}],
            failure: {maxFailedPercent: 20}, activeDeadlineSeconds: 86400, ttlSecondsAfterFinished: 604800, onQueueLost: StartOver, rerun: '', retryFailed: ''
            """;

    @SuppressWarnings("unused") // read by name
    private static final List<Case> TAKEN = List.of(
            job(EVERYTHING, "", ""),
            job("source: {github: {query: 'kubernetes operator', tokenFrom: {name: github, key: token}}}", "", ""),
            job("source: {semanticScholar: {query: web crawling, keyFrom: {name: scholar, key: api}}}", "", ""),
            job("source: {arxiv: {query: 'cat:cs.IR AND all:crawler'}}", "", ""),
            job("source: {site: {seeds: ['HTTPS://EXAMPLE.org']}}", "", ""),
            job(SITE + ", limits: {maxSize: 1048576}", "", ""),
            job(SITE + ", limits: {maxSize: '1e9'}", "", ""),
            job(SITE + ", limits: {maxPages: 50000000}", "", ""),
            job(SITE + ", fetch: {maxBodySize: 256Mi}", "", ""),
            job(SITE + ", fetch: {cookies: Keep}", "", ""),
            job(SITE + ", retry: {limit: 0}", "", ""),
            job(SITE + ", retry: {backoff: {maxSeconds: 1}}", "", ""),
            job(SITE + ", politeness: {delayMillis: 0}", "", ""),
            new Case(CrawlQueue.class, "q".repeat(40), "", "", ""),
            new Case(CrawlSchedule.class, "s".repeat(52), "runAt: '2030-01-01T00:00:00+01:00', " + JOB, "", ""),
            new Case(
                    HostPolicy.class,
                    "a",
                    "hosts: [localhost, 10.0.0.1, '[fd00::1]', '*.example.org', xn--bcher-kva.example], blockedUntil: null, allowPrivateAddresses: true, namespaces: ['*']",
                    "",
                    ""));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void aManifestThatCannotBeIsRefusedInWordsThatNameTheField(Case refused, RealApiServer api) {
        try (var server = Server.of(api)) {
            var answer = server.tryOut(refused.manifest());

            assertThat(answer.message()).contains(refused.field()).contains(refused.message());
            assertThat(answer.code()).isIn(400, 422);
        }
    }

    @ParameterizedTest
    @FieldSource("TAKEN")
    void aManifestAtTheEdgeIsTaken(Case taken, RealApiServer api) {
        try (var server = Server.of(api)) {
            server.tryOut(taken.manifest()).orFail();
        }
    }

    /** A rule that no case breaks could be wrong without anybody seeing it. */
    @Test
    void everyRuleIsBrokenByACaseHereOrByAChangeInChangesTest() {
        var messages = new TreeSet<String>();
        Crds.walkAll((path, schema) -> schema.path("x-kubernetes-validations")
                .forEach(rule -> messages.add(rule.path("message").asText())));

        var broken = new HashSet<>(REFUSED.stream().map(Case::message).toList());
        broken.addAll(ChangesTest.MESSAGES);

        assertThat(broken).containsAll(messages);
        assertThat(messages).hasSizeGreaterThan(15);
    }

    private static Case job(String spec, String field, String message) {
        return new Case(CrawlJob.class, "a", spec, field, message);
    }
}
