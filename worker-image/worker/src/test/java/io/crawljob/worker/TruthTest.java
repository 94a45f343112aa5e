package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole small crawls, each compared with all that is there to find. */
@Timeout(60)
class TruthTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void findsEveryPageOnceWhateverItsSpelling() {
        site.on("/", Answer.page("Home", "a", "/a#part", "./x/../a", "/%61", "HTTP://127.0.0.1:%d/a".formatted(port())))
                .on("/a", Answer.page("A", "/", "b", "/a"))
                .on("/b", Answer.page("B", "/a?", "/c/"))
                .on("/c/", Answer.page("C", "../b"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/a", "/b", "/c/"));
        assertThat(site.hits()).hasSize(5);
        assertThat(site.hits("/robots.txt")).hasSize(1);
        assertThat(ended.snapshot().state()).isEqualTo(JobState.FINISHED);
        assertThat(ended.snapshot().discovered()).isEqualTo(4);
        assertThat(ended.snapshot().done()).isEqualTo(4);
    }

    @Test
    void aRecordSaysAllThatTheContractNames() {
        site.on("/", Answer.page("Home", "/a"))
                .on(
                        "/a",
                        Answer.html("<html lang=en><head><title>A page</title>"
                                + "<meta name=description content='About A'></head><body>x</body></html>"));
        var plan = TestPlans.plan(site.url("/"));

        var record = crawl.crawl(plan).record(site.url("/a"));

        assertThat(record.get("job").asText()).isEqualTo("research/handbook");
        assertThat(record.get("uid").asText()).isEqualTo(plan.job().uid());
        assertThat(record.get("run").asInt()).isEqualTo(1);
        assertThat(record.get("finalUrl").asText()).isEqualTo(site.url("/a"));
        assertThat(record.get("httpStatus").asInt()).isEqualTo(200);
        assertThat(record.get("contentType").asText()).isEqualTo("text/html");
        assertThat(record.get("bytes").asInt()).isEqualTo(110);
        assertThat(record.get("depth").asInt()).isEqualTo(1);
        assertThat(record.get("parent").asText()).isEqualTo(site.url("/"));
        assertThat(record.get("fetchedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(record.get("attempt").asInt()).isEqualTo(1);
        assertThat(record.get("title").asText()).isEqualTo("A page");
        assertThat(record.get("language").asText()).isEqualTo("en");
        assertThat(record.get("metadata").get("description").asText()).isEqualTo("About A");
        assertThat(record.has("links")).isFalse();
        assertThat(record.has("warnings")).isFalse();
    }

    @Test
    void aMissingPageIsADeadLetterAndIsAskedForOnce() {
        site.on("/", Answer.page("Home", "/missing"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.failed("Http4xx")).as("%s", ended).isEqualTo(1);
        assertThat(ended.snapshot().failed()).isEqualTo(1);
        assertThat(site.hits("/missing")).hasSize(1);
    }

    @Test
    void aFlakyPageIsTriedAgainAndItsRecordSaysWhichTryItWas() {
        site.on("/", Answer.page("Home", "/flaky"))
                .on("/flaky", time -> time < 3 ? Answer.status(500) : Answer.page("Flaky"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.record(site.url("/flaky")).get("attempt").asInt()).isEqualTo(3);
        assertThat(ended.snapshot().retries()).isEqualTo(2);
        assertThat(site.hits("/flaky")).hasSize(3);
    }

    @Test
    void aPageThatStaysBrokenIsADeadLetterAfterItsRetries() {
        site.on("/", Answer.page("Home", "/broken")).on("/broken", Answer.status(500));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.failed("Http5xx")).isEqualTo(1);
        assertThat(site.hits("/broken")).hasSize(4);
    }

    @Test
    void aHostThatAsksToWaitIsLeftAloneForThatLongAndNoTryIsCounted() {
        site.on("/", Answer.page("Home", "/limited", "/other"))
                .on(
                        "/limited",
                        time -> time == 1 ? Answer.status(429).with("Retry-After", "1") : Answer.page("Limited"))
                .on("/other", Answer.page("Other"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).hasSize(3);
        assertThat(ended.record(site.url("/limited")).get("attempt").asInt()).isEqualTo(1);
        assertThat(ended.snapshot().retries()).isZero();
        var hits = site.hits("/limited");
        assertThat(Duration.between(hits.get(0).ended(), hits.get(1).begun()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void readsEveryCharsetAndRecordsWhatIsNoPage() {
        var latin = "<html><head><title>Größe</title></head></html>".getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = "<html><head><title>Größe</title></head></html>".getBytes(StandardCharsets.UTF_16);
        site.on("/", Answer.page("Home", "/latin", "/utf16", "/file.pdf"))
                .on("/latin", Answer.of(200, "text/html; charset=iso-8859-1", latin))
                .on("/utf16", Answer.of(200, "text/html", utf16))
                .on("/file.pdf", Answer.of(200, "application/pdf", new byte[] {'%', 'P', 'D', 'F', 0, 1, 2}));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.record(site.url("/latin")).get("title").asText()).isEqualTo("Größe");
        assertThat(ended.record(site.url("/utf16")).get("title").asText()).isEqualTo("Größe");
        var pdf = ended.record(site.url("/file.pdf"));
        assertThat(pdf.get("contentType").asText()).isEqualTo("application/pdf");
        assertThat(pdf.get("bytes").asInt()).isEqualTo(7);
        assertThat(pdf.has("title")).isFalse();
    }

    @Test
    void followsNoLinkThatIsNone() {
        site.on(
                        "/",
                        Answer.html("<!-- <a href='/comment'>x</a> --><script>var a = '<a href=\"/script\">'</script>"
                                + "<a href='javascript:alert(1)'>j</a><a href='data:text/html,x'>d</a>"
                                + "<a href='/nofollow' rel='nofollow'>n</a><a href='mailto:a@example.org'>m</a>"
                                + "<a href='/quiet'>q</a><a href='/hidden'>h</a>"))
                .on("/quiet", Answer.html("<meta name=robots content=nofollow><a href='/behind'>b</a>"))
                .on("/hidden", Answer.html("<meta name=robots content=noindex><a href='/found'>f</a>"))
                .on("/found", Answer.page("Found"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/quiet", "/found"));
        assertThat(ended.excluded("NoIndex")).isEqualTo(1);
        assertThat(ended.snapshot().excluded()).isEqualTo(1);
        assertThat(ended.snapshot().skippedLinks()).isEqualTo(2);
        assertThat(site.hits().stream().map(Site.Hit::path))
                .containsExactlyInAnyOrder("/robots.txt", "/", "/quiet", "/hidden", "/found");
    }

    @Test
    void aHostThatDoesNotAnswerIsAClassedFailureAfterItsRetries() {
        var gone = site.url("/");
        site.close();

        var ended = crawl.crawl(TestPlans.plan(gone));

        assertThat(ended.failed("Connect")).isEqualTo(1);
        assertThat(ended.snapshot().failures().getFirst().sampleUrl()).isEqualTo(gone);
        assertThat(ended.snapshot().retries()).isEqualTo(3);
    }

    @Test
    void aPrivateAddressIsRefusedUnlessAPolicyOpensItAndNothingIsAskedFor() {
        crawl.publicAddressesOnly();
        site.on("/", Answer.page("Home"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.failed("AddressRefused")).isEqualTo(1);
        assertThat(site.hits()).isEmpty();
    }

    @Test
    void aPolicyThatOpensAnAddressHoldsForWhatIsSubmittedAfterIt() {
        crawl.publicAddressesOnly();
        site.on("/", Answer.page("Home"));
        crawl.crawl(TestPlans.plan(site.url("/")));

        crawl.politeness(Duration.ZERO, 8);
        var again = crawl.submit(TestPlans.plan(site.url("/")));

        assertThat(crawl.awaitEnd(again).urls()).containsExactly(site.url("/"));
    }

    @Test
    void linksOutOfScopeAreCountedByTheirRuleWithASample() {
        site.on("/", Answer.page("Home", "/archive/1", "/archive/2", "https://example.org/", "/a"))
                .on("/a", Answer.page("A"));
        var scope = new Plan.Scope(
                List.of(site.url("/")),
                true,
                Plan.Within.HOST,
                Plan.Sitemaps.IGNORE,
                List.of(),
                List.of("/archive/.*"),
                20);

        var ended = crawl.crawl(TestPlans.plan(new JobKey("research", "skipped"), scope));

        assertThat(ended.urls()).hasSize(2);
        assertThat(ended.snapshot().skippedLinks()).isEqualTo(3);
        assertThat(ended.skipped("Excluded")).isEqualTo(2);
        assertThat(ended.skipped("OutOfScope")).isEqualTo(1);
    }

    @Test
    void aBatchOfUrlsFollowsNoLink() {
        site.on("/a", Answer.page("A", "/b")).on("/b", Answer.page("B")).on("/c", Answer.page("C"));
        var scope = new Plan.Scope(
                List.of(site.url("/a"), site.url("/c")),
                false,
                Plan.Within.PAGE,
                Plan.Sitemaps.IGNORE,
                List.of(),
                List.of(),
                0);

        var ended = crawl.crawl(TestPlans.plan(new JobKey("research", "batch"), scope));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/a", "/c"));
    }

    private int port() {
        return java.net.URI.create(site.url("/")).getPort();
    }

    private String[] urls(String... paths) {
        return Stream.of(paths).map(site::url).toArray(String[]::new);
    }
}
