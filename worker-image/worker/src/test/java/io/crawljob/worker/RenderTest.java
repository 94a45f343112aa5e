package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.browser.RealChromium;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plan.Render;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole crawls of pages that have to be rendered, with the real browser. */
@Timeout(120)
class RenderTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private static final Browser BROWSER = new Browser(RealChromium.settings(), Clock.systemUTC());
    /** Nothing of it is in the page that the server sends. */
    private static final String APP = """
            const here = location.pathname;
            document.title = 'Page ' + here;
            document.body.innerHTML = `<h1>${here}</h1><img src=/logo.png><a href=/a>a</a> <a href=/b>b</a>`;""";

    private static final String SHELL =
            "<!DOCTYPE html><title>…</title><div id=root></div><script src=/app.js></script>";

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @BeforeEach
    void withBrowser() {
        crawl.browser(BROWSER);
    }

    @Test
    void aSiteThatOnlyHasContentAfterScriptsIsCrawledToItsEnd() {
        Stream.of("/", "/a", "/b").forEach(path -> site.on(path, Answer.html(SHELL)));
        site.on("/app.js", script(APP));

        var ended = crawl.crawl(plan(Render.ALWAYS, "/"));

        assertThat(ended.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/a"), site.url("/b"));
        assertThat(ended.records()).allSatisfy(record -> {
            assertThat(record.get("rendered").asBoolean()).isTrue();
            assertThat(record.get("title").asText()).startsWith("Page /");
        });
        assertThat(paths()).containsExactlyInAnyOrder("/robots.txt", "/", "/a", "/b", "/app.js");
    }

    @Test
    void autoRendersWhatHasNothingToReadAndNothingElse() {
        site.on(
                        "/",
                        Answer.html("<title>Plain</title><script src=/stats.js></script><p>" + "word ".repeat(60)
                                + "<a href=/app>"))
                .on("/app", Answer.html(SHELL))
                .on("/app.js", script("document.title = 'App'"))
                .on("/stats.js", script("document.title = 'changed'"));

        var ended = crawl.crawl(plan(Render.AUTO, "/"));

        assertThat(ended.record(site.url("/")).has("rendered")).isFalse();
        assertThat(ended.record(site.url("/")).get("title").asText()).isEqualTo("Plain");
        assertThat(ended.record(site.url("/app")).get("rendered").asBoolean()).isTrue();
        assertThat(ended.record(site.url("/app")).get("title").asText()).isEqualTo("App");
        assertThat(paths()).doesNotContain("/stats.js");
    }

    @Test
    void whatScriptsAskForHoldsToRobotsAndToTheHostsPace() {
        var delay = Duration.ofMillis(300);
        crawl.politeness(delay, 1);
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow: /private"))
                .on(
                        "/",
                        Answer.html(
                                "<p id=p>x<script>Promise.allSettled(['/private/1', '/1', '/2', '/3'].map(u => fetch(u)))"
                                        + ".then(all => document.title = all.map(one => one.status).join())</script>"));
        Stream.of("/1", "/2", "/3", "/private/1").forEach(path -> site.on(path, Answer.text("1")));

        var ended = crawl.crawl(plan(Render.ALWAYS, "/"));

        assertThat(ended.records().getFirst().get("title").asText())
                .isEqualTo("rejected,fulfilled,fulfilled,fulfilled");
        assertThat(ended.records().getFirst().at("/warnings/0").asText()).contains("robots.txt");
        assertThat(paths()).containsExactlyInAnyOrder("/robots.txt", "/", "/1", "/2", "/3");
        // What a busy machine puts between a worker's clock and the site's does not add up.
        var hits = site.hits().stream().map(Site.Hit::begun).sorted().toList();
        var busy = Duration.ofMillis(100);
        for (var i = 1; i < hits.size(); i++) {
            assertThat(Duration.between(hits.get(i - 1), hits.get(i))).isGreaterThan(delay.minus(busy));
        }
        assertThat(Duration.between(hits.getFirst(), hits.getLast()))
                .isGreaterThan(delay.multipliedBy(hits.size() - 1L).minus(busy));
    }

    @Test
    void aScriptOfAForbiddenAddressIsNotAskedFor() {
        try (var inside = new Site()) {
            inside.on("/a.js", script("document.title = 'inside'"));
            // A policy opens the site, and no other port.
            var port = URI.create(site.url("/")).getPort();
            crawl.politeness(List.of(
                    new Rule("own", List.of("127.0.0.1"), 0L, 8, null, null, true, List.of("*"), List.of(port))));
            site.on("/", Answer.html("<title>kept</title><script src=%s></script>".formatted(inside.url("/a.js"))));

            var ended = crawl.crawl(plan(Render.ALWAYS, "/"));

            assertThat(ended.records().getFirst().get("title").asText()).isEqualTo("kept");
            assertThat(ended.records().getFirst().get("warnings")).isNotEmpty();
            assertThat(inside.hits()).isEmpty();
        }
    }

    @Test
    void aPageThatAScriptLeadsToIsItsFinalUrlWithinTheScope() {
        site.on("/", Answer.page("Start", "/old", "/away"))
                .on("/old", Answer.html("<script>location.replace('/new')</script>"))
                .on("/new", Answer.html("<title>New</title><script>history.replaceState(0, '', '/newest')</script>"))
                .on("/away", Answer.html("<script>location = 'http://elsewhere.example/'</script>"));

        var ended = crawl.crawl(plan(Render.ALWAYS, "/"));

        assertThat(ended.record(site.url("/old")).get("title").asText()).isEqualTo("New");
        assertThat(ended.record(site.url("/old")).get("finalUrl").asText()).isEqualTo(site.url("/newest"));
        assertThat(ended.excluded("OutOfScope")).isOne();
        assertThat(paths()).contains("/new").doesNotContain("/newest");
    }

    @Test
    void aHostThatAsksToWaitForItsScriptGetsItsPageLaterAndUncounted() {
        site.on("/", Answer.html(SHELL))
                .on("/app.js", time -> time == 1 ? Answer.status(429).with("Retry-After", "1") : script(APP));

        var ended = crawl.crawl(plan(Render.ALWAYS, "/", "/a", "/b"));

        assertThat(ended.record(site.url("/")).get("title").asText()).isEqualTo("Page /");
        assertThat(ended.record(site.url("/")).get("attempt").asInt()).isOne();
    }

    @Test
    void aPageWithoutEndFailsByItsClassAndTheOthersAreDone() {
        site.on("/", Answer.page("Start", "/stuck", "/a", "/b"))
                .on("/stuck", Answer.html("<script>while (true) {}</script>"))
                .on("/a", Answer.html(SHELL))
                .on("/b", Answer.html(SHELL))
                .on("/app.js", script(APP));

        var ended = crawl.crawl(plan(Render.ALWAYS, 3, "/"));

        assertThat(ended.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/a"), site.url("/b"));
        assertThat(ended.failed("Timeout")).isOne();
    }

    @Test
    void aWorkerWithoutABrowserLeavesThePageToOneThatHasOne() {
        site.on("/", Answer.html(SHELL)).on("/app.js", script("document.title = 'App'"));
        var job = crawl.submit(plan(Render.ALWAYS, "/"));
        try (var without = new Crawl(REDIS)) {
            without.startWorker("without");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> crawl.snapshot(job).complaint() instanceof Complaint(var kind, var why)
                            && kind == Complaint.Kind.BROWSER
                            && why.contains("spec.workers.browser"));
            assertThat(site.hits()).isEmpty();
        }

        crawl.startWorker("with");

        assertThat(crawl.awaitEnd(job).records().getFirst().get("title").asText())
                .isEqualTo("App");
    }

    @Test
    void aWorkerThatLeavesGivesThePageInItsBrowserBack() throws InterruptedException {
        var left = new CountDownLatch(1);
        site.on("/", Answer.html("<title>slow</title><script>fetch('/slow')</script>"))
                .on("/slow", time -> {
                    if (time == 1) waitFor(left);
                    return Answer.text("1");
                });
        var job = crawl.submit(plan(Render.ALWAYS, "/"));
        var first = crawl.startWorker("first");
        await().until(() -> site.asked("/slow") == 1);

        assertThat(first.worker().drain(Duration.ofMillis(100))).isOne();
        left.countDown();
        crawl.startWorker("second");

        var record = crawl.awaitEnd(job).records().getFirst();
        assertThat(record.get("title").asText()).isEqualTo("slow");
        assertThat(record.get("attempt").asInt()).isOne();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> paths() {
        return site.hits().stream().map(Site.Hit::path).toList();
    }

    private Plan plan(Render render, String... seeds) {
        return plan(render, 10, seeds);
    }

    private Plan plan(Render render, int timeoutSeconds, String... seeds) {
        var plan = TestPlans.plan(Stream.of(seeds).map(site::url).toArray(String[]::new));
        var fetch = new Plan.Fetch(
                plan.fetch().userAgent(), timeoutSeconds, 1_000_000, true, 0, render, List.of(), Plan.Cookies.IGNORE);
        return TestPlans.with(TestPlans.with(plan, fetch), new Plan.Retry(1, 1, 1, 1, null));
    }

    private static Answer script(String text) {
        return Answer.of(200, "text/javascript", text.getBytes(StandardCharsets.UTF_8));
    }
}
