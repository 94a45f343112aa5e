package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Snapshot.Tally;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where pages lead to elsewhere, and where robots.txt says no. */
@Timeout(60)
class WayTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void aRedirectWithinTheHostIsOnePageUnderTheUrlThatWasAskedFor() {
        site.on("/", Answer.page("Home", "/old"))
                .on("/old", Answer.redirect("/older"))
                .on("/older", Answer.redirect("/new"))
                .on("/new", Answer.page("New", "/new", "/"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/old"));
        assertThat(ended.record(site.url("/old")).get("finalUrl").asText()).isEqualTo(site.url("/new"));
        assertThat(site.hits("/new")).hasSize(1);
    }

    @Test
    void aPageThatIsReachedByALinkAndByARedirectHasOneRecord() {
        site.on("/", Answer.page("Home", "/old", "/new"))
                .on("/old", Answer.redirect("/new"))
                .on("/new", Answer.page("New"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).hasSize(2).contains(site.url("/"));
        assertThat(ended.records().stream().map(record -> record.get("finalUrl").asText()))
                .doesNotHaveDuplicates()
                .contains(site.url("/new"));
        assertThat(ended.excluded("Duplicate")).isEqualTo(1);
    }

    @Test
    void aRedirectToAnotherHostBecomesAnItemOfThatHost() {
        try (var other = new Site()) {
            site.on("/", Answer.redirect(other.url("/there")));
            other.on("/there", Answer.page("There"));
            var scope = new Plan.Scope(
                    List.of(site.url("/")), true, Plan.Within.ANY, Plan.Sitemaps.IGNORE, List.of(), List.of(), 20);

            var ended = crawl.crawl(TestPlans.plan(new JobKey("research", "cross"), scope));

            assertThat(ended.urls()).containsExactly(other.url("/there"));
            assertThat(ended.excluded("Redirected")).isEqualTo(1);
            assertThat(other.hits("/robots.txt")).hasSize(1);
        }
    }

    @Test
    void aRedirectOutOfTheScopeIsNotFollowed() {
        try (var other = new Site()) {
            other.on("/there", Answer.page("There"));
            site.on("/", Answer.page("Home", "/away")).on("/away", Answer.redirect(other.url("/there")));

            var ended = crawl.crawl(TestPlans.plan(site.url("/")));

            assertThat(ended.urls()).containsExactly(site.url("/"));
            assertThat(ended.excluded("OutOfScope")).isEqualTo(1);
            assertThat(other.hits()).isEmpty();
        }
    }

    @Test
    void aCircleOfRedirectsEndsAsAFailure() {
        site.on("/", Answer.page("Home", "/circle"))
                .on("/circle", Answer.redirect("/circle2"))
                .on("/circle2", Answer.redirect("/circle"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactly(site.url("/"));
        assertThat(ended.failed("Redirect")).isOne();
    }

    @Test
    void aChainOfAHundredRedirectsIsLeftAfterTen() {
        for (var i = 0; i < 100; i++) site.on("/chain" + i, Answer.redirect("/chain" + (i + 1)));
        site.on("/chain100", Answer.page("End"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/chain0")));

        assertThat(ended.records()).isEmpty();
        assertThat(ended.snapshot().failures())
                .extracting(Tally::name, Tally::count)
                .containsExactly(tuple("Redirect", 1L));
        assertThat(site.hits().stream().filter(hit -> hit.path().startsWith("/chain")))
                .hasSize(11);
    }

    @Test
    void whatRobotsForbidIsNotAskedForAndNotAFailure() {
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow: /secret\n"))
                .on("/", Answer.page("Home", "/secret/x", "/open", "/jump"))
                .on("/open", Answer.page("Open"))
                .on("/jump", Answer.redirect("/secret/y"))
                .on("/secret/x", Answer.page("Secret"))
                .on("/secret/y", Answer.page("Secret"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/open"));
        assertThat(ended.excluded("RobotsDenied")).isEqualTo(2);
        assertThat(site.hits()).noneMatch(hit -> hit.path().startsWith("/secret"));
    }

    @Test
    void robotsThatCannotBeHadNowMakeTheHostWait() {
        site.on("/robots.txt", time -> time == 1 ? Answer.status(503) : Answer.text("User-agent: *\nDisallow: /no\n"))
                .on("/", Answer.page("Home", "/no"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactly(site.url("/"));
        assertThat(ended.snapshot().retries()).isZero();
        assertThat(site.hits("/robots.txt")).hasSize(2);
        assertThat(site.hits("/").getFirst().begun())
                .isAfter(site.hits("/robots.txt").get(1).begun());
    }

    @Test
    void aRobotsTxtThatIsTooLargeIsObeyedAsFarAsItIsRead() {
        var rules = "User-agent: *\nDisallow: /no\n" + "# filler\n".repeat(100_000);
        site.on("/robots.txt", Answer.text(rules))
                .on("/", Answer.page("Home", "/no", "/yes"))
                .on("/yes", Answer.page("Yes"));

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/yes"));
        assertThat(ended.excluded("RobotsDenied")).isEqualTo(1);
    }

    private String[] urls(String... paths) {
        return Stream.of(paths).map(site::url).toArray(String[]::new);
    }
}
