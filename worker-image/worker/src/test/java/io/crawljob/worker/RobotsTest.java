package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a site's robots.txt comes to, by how it answers: RFC 9309, sections 2.3.1 and 2.4. */
@Timeout(60)
class RobotsTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final Answer NO = Answer.text("User-agent: *\nDisallow: /no\n");

    @AutoClose
    private final Site site = new Site().on("/", Answer.page("Home", "/no")).on("/no", Answer.page("No"));

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 451})
    void whereThereIsNoneEverythingIsAllowed(int status) {
        site.on("/robots.txt", Answer.status(status));

        assertThat(crawl.crawl(TestPlans.plan(site.url("/"))).urls()).hasSize(2);
        assertThat(site.hits("/robots.txt")).hasSize(1);
    }

    @Test
    void aHostThatLimitsItIsAskedForItAgainBeforeAnyPage() {
        site.on("/robots.txt", time -> time == 1 ? Answer.status(429).with("Retry-After", "1") : NO);

        var ended = crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(ended.urls()).containsExactly(site.url("/"));
        assertThat(ended.snapshot().retries()).isZero();
        var asked = site.hits("/robots.txt");
        assertThat(Duration.between(asked.getFirst().ended(), asked.getLast().begun()))
                .isGreaterThan(Duration.ofMillis(900));
        assertThat(site.hits("/").getFirst().begun()).isAfter(asked.getLast().begun());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void itIsFollowedOverFiveRedirects(int redirects) {
        redirect(redirects);

        assertThat(crawl.crawl(TestPlans.plan(site.url("/"))).urls()).containsExactly(site.url("/"));
    }

    @Test
    void overMoreRedirectsItCountsAsNone() {
        redirect(6);

        assertThat(crawl.crawl(TestPlans.plan(site.url("/"))).urls()).hasSize(2);
        assertThat(site.hits("/robots6")).isEmpty();
    }

    @Test
    void anotherJobAndAnotherWorkerHaveItWithoutARequest() {
        site.on("/robots.txt", NO);
        crawl.crawl(TestPlans.plan(site.url("/")));

        try (var later = new Crawl(REDIS)) {
            assertThat(later.crawl(TestPlans.plan(site.url("/"))).excluded("RobotsDenied"))
                    .isOne();
        }

        assertThat(site.hits("/")).hasSize(2);
        assertThat(site.hits("/robots.txt")).hasSize(1);
    }

    @Test
    void theDelayThatItAsksForIsKept() {
        var delay = Duration.ofMillis(600);
        site.on("/robots.txt", Answer.text("User-agent: *\nCrawl-delay: 0.6\n"));
        site.on("/", Answer.page("Home", "/1", "/2", "/3"));
        IntStream.rangeClosed(1, 3).forEach(page -> site.on("/" + page, Answer.page("Page")));

        assertThat(crawl.crawl(TestPlans.plan(site.url("/"))).urls()).hasSize(4);

        // What a busy machine puts between a worker's clock and the site's does not add up.
        var pages = site.hits().stream()
                .filter(hit -> !hit.path().equals("/robots.txt"))
                .map(Site.Hit::begun)
                .sorted()
                .toList();
        assertThat(Duration.between(pages.getFirst(), pages.getLast()))
                .isGreaterThan(delay.multipliedBy(3).minusMillis(100));
    }

    /** {@code /robots.txt} leads to {@code /robots1}, and so on; the last one has the rules. */
    private void redirect(int times) {
        site.on("/robots.txt", Answer.redirect("/robots1"));
        for (var hop = 1; hop < times; hop++) site.on("/robots" + hop, Answer.redirect("/robots" + (hop + 1)));
        site.on("/robots" + times, NO);
    }
}
