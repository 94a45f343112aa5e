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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every rule that leaves a URL out, in one crawl: each is counted by its name, with the URL as a sample. */
@Timeout(60)
class LeftOutTest {

    private static final String LONG = "/in/" + "x".repeat(2_100);
    private static final String DEEP = "/in/a/a/a/a";
    private static final String QUERY = "/in/?" + "a=1&".repeat(3) + "a=1";

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final Crawl crawl = new Crawl(redis);
    private final Site site = new Site();
    private final Site other = new Site();

    @AfterEach
    void close() {
        crawl.close();
        redis.close();
        site.close();
        other.close();
    }

    @Test
    void everyRuleIsCountedWithTheUrlThatItLeftOut() {
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow: /in/secret\n"))
                .on(
                        "/in/",
                        Answer.html(links("/in/1", "/in/secret", "/in/hidden", "/in/moved", "/in/old", "/out")
                                + links("/in/archive", LONG, DEEP, QUERY, "https://nobody.example.org/in/")
                                + "<a href=/in/unwanted rel=nofollow>x</a>"))
                .on("/in/1", Answer.page("1", "/in/2"))
                .on("/in/2", Answer.page("2", "/in/3"))
                .on("/in/hidden", Answer.html("<meta name=robots content=noindex>"))
                .on("/in/moved", Answer.redirect(other.url("/in/")))
                .on("/in/old", Answer.redirect("/in/1"));
        other.on("/in/", Answer.page("Other"));
        var scope = new Plan.Scope(
                List.of(site.url("/in/"), other.url("/in/")),
                true,
                Plan.Within.HOST,
                Plan.Sitemaps.IGNORE,
                List.of("/in/"),
                List.of("/archive"),
                2);

        var ended = crawl.crawl(TestPlans.plan(new JobKey("research", "left-out"), scope));

        assertThat(ended.snapshot().skips())
                .extracting(Tally::name, Tally::count, LeftOutTest::beginning)
                .containsExactlyInAnyOrder(
                        tuple("OutOfScope", 1L, "https://nobody.example.org/in/"),
                        tuple("NotIncluded", 1L, site.url("/out")),
                        tuple("Excluded", 1L, site.url("/in/archive")),
                        tuple("TooDeep", 1L, site.url("/in/3")),
                        tuple("UrlTooLong", 1L, beginning(site.url(LONG))),
                        tuple("RepeatedSegment", 1L, site.url(DEEP)),
                        tuple("GrowingQuery", 1L, site.url(QUERY)),
                        tuple("NoFollow", 1L, site.url("/in/unwanted")));
        assertThat(ended.snapshot().exclusions())
                .extracting(Tally::name, Tally::count, LeftOutTest::beginning)
                .containsExactlyInAnyOrder(
                        tuple("RobotsDenied", 1L, site.url("/in/secret")),
                        tuple("NoIndex", 1L, site.url("/in/hidden")),
                        tuple("Redirected", 1L, site.url("/in/moved")),
                        tuple("Duplicate", 1L, site.url("/in/old")));
    }

    /** A sample is cut where it is too long for a status. */
    private static String beginning(Tally tally) {
        return beginning(tally.sampleUrl());
    }

    private static String beginning(String url) {
        return url.substring(0, Math.min(url.length(), 100));
    }

    private static String links(String... targets) {
        var html = new StringBuilder();
        for (var target : targets) html.append("<a href='").append(target).append("'>x</a>");
        return html.toString();
    }
}
