package io.crawljob.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.operator.Given;
import io.crawljob.operator.plan.Validated.Accepted;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Priority;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanMapperTest {

    @Test
    void theSmallestJobGetsEveryDefault() {
        var plan = accepted(Given.job("")).plan();

        assertThat(plan.queue()).isEqualTo("default");
        assertThat(plan.priority()).isEqualTo(Priority.NORMAL);
        assertThat(plan.limits()).isEqualTo(new Plan.Limits(10_000, null, null));
        assertThat(plan.fetch())
                .isEqualTo(new Plan.Fetch("CrawlJob/0.1 (+https://crawljob.io/bot)", 30, 10L << 20, true, 0));
        assertThat(plan.politeness()).isEqualTo(new Plan.Politeness(0, Integer.MAX_VALUE, null));
        assertThat(plan.retry()).isEqualTo(new Plan.Retry(3, 5, 2, 600, null));
        assertThat(plan.extract()).isEqualTo(new Plan.Extract(true, false, false, false, List.of()));
        assertThat(plan.store()).isEqualTo(new Plan.Store(100_000, 256L << 20));
        assertThat(plan.scope())
                .isEqualTo(new Plan.Scope(
                        List.of("https://docs.example.org/"),
                        true,
                        Plan.Within.HOST,
                        Plan.Sitemaps.INCLUDE,
                        List.of(),
                        List.of(),
                        20));
    }

    @Test
    void whatASpecSaysIsInThePlan() {
        var spec = """
                queueName: large
                priority: Urgent
                exclude: ["/archive/.*"]
                limits: {maxPages: 5, maxPagesPerHost: 4, maxPagesPerSeed: 3, maxSize: 1.5Gi, maxSizePerHost: 1Mi, maxSizePerSeed: 2k}
                fetch: {userAgent: "Own/1 (me@example.org)", timeoutSeconds: 7, maxBodySize: 1k, cacheSeconds: 90}
                politeness: {delayMillis: 500, maxConcurrentPerHost: 2, pagesPerMinute: 30}
                retry: {limit: 1, delaysSeconds: [60, 120]}
                extract: {links: true, metadata: false, article: true, product: true, fields: [{name: price, selector: '.price > b', attribute: content, type: Number, list: true, required: true}]}
                output: {store: {maxRecords: 9, maxSize: "2048"}}
                """;
        var source =
                "{site: {seeds: ['https://a.example/'], within: Domain, sitemaps: Only, include: ['/docs/'], maxDepth: 2}}";

        var plan = accepted(Given.jobWithSource(source, spec)).plan();

        assertThat(plan.queue()).isEqualTo("large");
        assertThat(plan.priority()).isEqualTo(Priority.URGENT);
        assertThat(plan.limits()).isEqualTo(new Plan.Limits(5, 4L, 3L << 29, 1L << 20, 3L, 2_000L));
        assertThat(plan.fetch()).isEqualTo(new Plan.Fetch("Own/1 (me@example.org)", 7, 1_000, true, 90));
        assertThat(plan.politeness()).isEqualTo(new Plan.Politeness(500, 2, 30));
        assertThat(plan.retry().limit()).isEqualTo(1);
        assertThat(plan.retry().delaysSeconds()).containsExactly(60, 120);
        assertThat(plan.extract())
                .isEqualTo(new Plan.Extract(
                        false,
                        true,
                        true,
                        true,
                        List.of(new Plan.Field("price", ".price > b", "content", Plan.FieldType.NUMBER, true, true))));
        assertThat(plan.store()).isEqualTo(new Plan.Store(9, 2_048));
        assertThat(plan.scope().followLinks())
                .as("sitemaps alone name the pages")
                .isFalse();
        assertThat(plan.scope().within()).isEqualTo(Plan.Within.DOMAIN);
        assertThat(plan.scope().exclude()).containsExactly("/archive/.*");
    }

    @Test
    void cookiesAreKeptWhereTheSpecSaysSoByWorkersThatKnowHow() {
        var kept = accepted(Given.job("fetch: {cookies: Keep}")).plan();

        assertThat(kept.fetch().cookies()).isEqualTo(Plan.Cookies.KEEP);
        assertThat(kept.version()).isEqualTo(3);
        assertThat(accepted(Given.job("")).plan().version()).isEqualTo(1);
    }

    @Test
    void seedsAreCanonicalEachOnceAndTheFirstOfAnOriginReadsItsSitemaps() {
        var source =
                "{site: {seeds: ['HTTP://A.example:80/x/../y#top', 'http://a.example/y', 'http://a.example/z', 'https://a.example/y']}}";

        var seeds = accepted(Given.jobWithSource(source, "")).seeds();

        assertThat(seeds)
                .extracting(seed -> PageItem.decode(seed.payload()))
                .containsExactly(
                        new PageItem("http://a.example/y", null, true),
                        new PageItem("http://a.example/z", null, false),
                        new PageItem("https://a.example/y", null, true));
        var first = CanonicalUrl.parse("http://a.example/y").orElseThrow();
        assertThat(seeds.getFirst())
                .isEqualTo(new NewItem(
                        "host:a.example",
                        first.fingerprint(),
                        0,
                        new PageItem("http://a.example/y", null, true).encode()));
    }

    @Test
    void aJobThatIgnoresSitemapsReadsNone() {
        var seeds = accepted(Given.jobWithSource("{site: {seeds: ['http://a.example/'], sitemaps: Ignore}}", ""))
                .seeds();

        assertThat(PageItem.decode(seeds.getFirst().payload()).sitemaps()).isFalse();
    }

    @Test
    void aBatchFollowsNoLinksAndReadsNoSitemaps() {
        var mapped = accepted(Given.jobWithSource("{urls: {list: ['http://a.example/1', 'http://b.example/2']}}", ""));

        assertThat(mapped.plan().scope().followLinks()).isFalse();
        assertThat(mapped.plan().scope().within()).isEqualTo(Plan.Within.PAGE);
        assertThat(mapped.seeds())
                .extracting(NewItem::payload)
                .containsExactly("http://a.example/1", "http://b.example/2");
    }

    @Test
    void aConfigMapHoldsAUrlALineAndItsBadLinesAreToldByNumber() {
        var job = Given.jobWithSource("{urls: {configMapKeyRef: {name: urls, key: list}}}", "");
        var text = "# ours\nhttps://a.example/1\r\n\n  https://a.example/2  \nnot a url\nhttps://a.example/1\n";

        var mapped = PlanMapper.map(job, Given.SETTINGS, new References(true, Map.of("list", text)));

        assertThat(mapped).isInstanceOf(Accepted.class);
        var accepted = (Accepted) mapped;
        assertThat(accepted.seeds()).hasSize(2);
        assertThat(accepted.warnings()).singleElement().asString().startsWith("line 5 is \"not a url\"");
    }

    @Test
    void seedsThatTheJobsOwnRulesLeaveOutAreToldAndNotCrawled() {
        var source = "{site: {seeds: ['http://a.example/', 'http://a.example/archive/1']}}";

        var mapped = accepted(Given.jobWithSource(source, "exclude: [/archive/]"));

        assertThat(mapped.seeds()).hasSize(1);
        assertThat(mapped.warnings())
                .containsExactly(
                        "spec.source.site.seeds[1] is \"http://a.example/archive/1\", which the job's own rules leave out (Excluded)");
    }

    @Test
    void aPlanOfAnotherRunDiffersInNothingElse() {
        var mapped = accepted(Given.job(""));

        assertThat(mapped.run(1)).isEqualTo(mapped.plan());
        assertThat(mapped.run(3).run()).isEqualTo(3);
    }

    @Test
    void aHeaderOfASecretIsAReferenceInThePlanAndAsksForWorkersThatKnowIt() {
        var job = Given.job(
                "fetch: {render: Auto, headers: [{name: A, value: b}, {name: C, valueFrom: {name: s, key: k}}]}");
        var offered = List.of(new Workers.Secret("s", List.of("a.example")));

        var plan = ((Validated.Accepted) PlanMapper.map(job, Given.SETTINGS, new References(true, null, offered, true)))
                .plan();

        assertThat(plan.fetch().headers())
                .containsExactly(
                        new Plan.Header("A", "b", null), new Plan.Header("C", null, new Plan.SecretKey("s", "k")));
        assertThat(plan.version()).isEqualTo(2);
        assertThat(((Validated.Accepted) PlanMapper.map(Given.job(""), Given.SETTINGS, References.queueOnly()))
                        .plan()
                        .version())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxPagesPerSeed: 1", "maxSizePerSeed: 1k", "maxSizePerHost: 1k"})
    void aLimitThatAnOlderWorkerWouldPassByIsLeftToNewerOnes(String limit) {
        assertThat(accepted(Given.job("limits: {%s}".formatted(limit))).plan().version())
                .isEqualTo(3);
        assertThat(accepted(Given.job("limits: {maxPagesPerHost: 1, maxSize: 1k}"))
                        .plan()
                        .version())
                .isEqualTo(1);
    }

    private static Accepted accepted(CrawlJob job) {
        var mapped = PlanMapper.map(job, Given.SETTINGS, References.queueOnly());
        assertThat(mapped).isInstanceOf(Accepted.class);
        return (Accepted) mapped;
    }
}
