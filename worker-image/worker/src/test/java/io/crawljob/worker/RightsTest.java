package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.RedisSettings;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker as the Redis user that the operator makes for its namespace. */
@Timeout(60)
class RightsTest {

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final Site site = new Site();
    private final Crawl crawl = new Crawl(redis);

    @AfterEach
    void close() {
        crawl.close();
        site.close();
        redis.close();
    }

    @Test
    void theUserOfTheNamespaceMayDoAllThatAWorkerDoes() throws Exception {
        crawl.queue().server().ensureUser(Crawl.QUEUE.namespace(), "workers", "secret");
        site.on("/robots.txt", Answer.text("User-agent: *\nCrawl-delay: 0.1\nDisallow: /no\n"))
                .on("/", Answer.page("Home", "/a", "/missing", "/no", "/flaky", "https://example.org/"))
                .on("/a", Answer.page("A"))
                .on("/flaky", time -> time == 1 ? Answer.status(503).with("Retry-After", "1") : Answer.page("Flaky"))
                .on("/sitemap.xml", xml("<urlset><url><loc>%s</loc></url></urlset>".formatted(site.url("/alone"))))
                .on("/alone", Answer.page("Alone"));
        var scope = new Plan.Scope(
                List.of(site.url("/")), true, Plan.Within.HOST, Plan.Sitemaps.INCLUDE, List.of(), List.of(), 20);
        var job = crawl.submit(TestPlans.plan(new JobKey(Crawl.QUEUE.namespace(), "rights"), scope));

        var own = new RedisSettings(redis.uri(), "workers", "secret", RedisSettings.DEFAULT_PREFIX);
        var worker = crawl.startWorker(WorkerSettings.of(own, Crawl.QUEUE, "first"));
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(4);
        assertThat(ended.snapshot().skippedLinks()).isEqualTo(1);
        assertThat(worker.worker().drain(Duration.ofSeconds(5))).isZero();
    }

    private static Answer xml(String text) {
        return Answer.of(200, "application/xml", text.getBytes(StandardCharsets.UTF_8));
    }
}
