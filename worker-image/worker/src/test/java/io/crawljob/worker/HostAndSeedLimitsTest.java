package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crawljob.queue.Plan;
import io.crawljob.queue.Plans;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Snapshot.Tally;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one host, and what one seed led to, may come to: a crawl of two seeds on two hosts, one page at a time on each, that name pages of each other's. */
@Timeout(60)
class HostAndSeedLimitsTest {

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final Crawl crawl = new Crawl(redis);
    private final Site one = new Site();
    private final Site two = new Site();

    @AfterEach
    void close() {
        crawl.close();
        redis.close();
        one.close();
        two.close();
    }

    @Test
    void eachOfThemLeavesOutWhatIsOverItUnderItsOwnNameAndTheCrawlEnds() {
        one.on("/", page(4_500, two.url("/1"), two.url("/2"), two.url("/3"), two.url("/4"), two.url("/5")))
                .on("/x", page(4_500, one.url("/x1"), one.url("/x2")));
        two.on("/", page(200, one.url("/x"))).on("/1", page(5_100));
        var limits = new Plan.Limits(100, null, null, 8_000L, 4L, 5_000L);

        var ended = crawl.crawl(plan(limits));

        assertThat(ended.urls()).containsExactlyInAnyOrder(one.url("/"), one.url("/x"), two.url("/"), two.url("/1"));
        assertThat(ended.snapshot().skips())
                .as("the seed itself and three more were admitted")
                .extracting(Tally::name, Tally::count, Tally::sampleUrl)
                .containsExactly(tuple("MaxPagesPerSeed", 2L, two.url("/5")));
        assertThat(ended.snapshot().exclusions())
                .extracting(Tally::name, Tally::count, Tally::sampleUrl)
                .containsExactlyInAnyOrder(
                        tuple("MaxSizePerHost", 2L, one.url("/x2")), tuple("MaxSizePerSeed", 2L, two.url("/2")));
        assertThat(crawl.jobs().audit(ended.snapshot().job(), false).findings()).isEmpty();
    }

    private Plan plan(Plan.Limits limits) {
        var plan = Plans.politeness(TestPlans.plan(one.url("/"), two.url("/")), 0, 1);
        return Plans.generation(plan, plan.generation(), limits, plan.priority());
    }

    private static Answer page(int bytes, String... links) {
        var html = new StringBuilder("<html><title>x</title>");
        for (var link : links) html.append("<a href='").append(link).append("'>x</a>");
        return Answer.html(html + " ".repeat(bytes - html.length()));
    }
}
