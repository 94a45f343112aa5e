package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker remembers of links never hides a page. */
@Timeout(60)
class KnownLinksTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final int PAGES = 30;

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @BeforeEach
    void everyPageLinksToEveryOther() {
        var all = IntStream.range(0, PAGES).mapToObj(page -> "/" + page).toArray(String[]::new);
        for (var page : all) site.on(page, Answer.page("Page", all));
    }

    @Test
    void everyPageIsFoundAgainAfterTheJobsKeysWereLost() {
        var plan = TestPlans.plan(site.url("/0"));
        assertThat(crawl.crawl(plan).urls()).hasSize(PAGES);

        while (!crawl.jobs().purge(plan.job())) Thread.onSpinWait();
        crawl.submit(plan);

        assertThat(crawl.awaitEnd(plan.job()).urls()).hasSize(PAGES);
    }

    @Test
    void anotherJobFindsItsOwnPages() {
        assertThat(crawl.crawl(TestPlans.plan(site.url("/0"))).urls()).hasSize(PAGES);

        var job = crawl.submit(TestPlans.plan(site.url("/0")));

        assertThat(crawl.awaitEnd(job).urls()).hasSize(PAGES);
    }
}
