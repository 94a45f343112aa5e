package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that die, leave, or meet what breaks them. */
@Timeout(90)
class FaultTest {

    private static final int PAGES = 60;
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final RedisServerProcess redis = RedisServerProcess.start("--appendonly", "yes");
    private final Site site = new Site();
    private final Crawl crawl = new Crawl(redis, QueueTimes.DEFAULT.withLease(LEASE));
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void close() {
        held.countDown();
        crawl.close();
        site.close();
        redis.close();
    }

    @Test
    void whatAKilledWorkerHeldIsDoneByAnotherOneAndEveryPageOnce() {
        sitePages();
        site.on("/7", time -> time == 1 ? hold("Seven") : Answer.page("Seven"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var first = start("first");
        await().until(() -> site.asked("/7") == 1);

        start("second");
        assertThat(first.worker().inHand()).isPositive();
        first.close();
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).doesNotHaveDuplicates().hasSize(PAGES + 1);
        assertThat(site.asked("/7")).isEqualTo(2);
        assertThat(ended.snapshot().failed()).isZero();
    }

    @Test
    void aWorkerThatDrainsFinishesWhatItHolds() throws Exception {
        site.on("/", Answer.page("Home", "/slow")).on("/slow", time -> hold("Slow"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var worker = start("first");
        await().until(() -> site.asked("/slow") == 1);

        var drain = Thread.ofVirtual().start(() -> drain(worker, Duration.ofSeconds(20)));
        await().until(() -> !worker.worker().health().ready().ok());
        held.countDown();
        drain.join();
        worker.close();
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(2);
        assertThat(site.hits("/slow")).hasSize(1);
    }

    @Test
    void whatIsNotDoneInTheGracePeriodGoesBackUncountedAndAtOnce() {
        site.on("/", Answer.page("Home", "/slow")).on("/slow", time -> time == 1 ? hold("Slow") : Answer.page("Slow"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var worker = start("first");
        await().until(() -> site.asked("/slow") == 1);

        drain(worker, Duration.ZERO);
        var snapshot = crawl.snapshot(job);
        worker.close();
        start("second");
        var ended = crawl.awaitEnd(job);

        assertThat(snapshot.waiting()).isEqualTo(1);
        assertThat(snapshot.leased()).isZero();
        assertThat(ended.record(site.url("/slow")).get("attempt").asInt()).isEqualTo(1);
        assertThat(ended.snapshot().retries()).isZero();
    }

    @Test
    void aPageThatBreaksTheCodeFailsAlone() {
        sitePages();
        site.on("/5", Answer.page("Poison", "/poison"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var own = RedisQueue.connect(redis.settings(), QueueTimes.DEFAULT);
        var ports = QueuePorts.of(own);
        var brittle = new BrittleFrontier(ports.frontier(), "/poison");
        crawl.startWorker(crawl.settings("first"), own, new QueuePorts(brittle, ports.gate(), ports.shared()));

        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(PAGES).doesNotContain(site.url("/5"));
        assertThat(ended.failed("Internal")).isEqualTo(1);
    }

    @Test
    void goesOnByItselfWhenRedisComesBack() {
        sitePages();
        site.on("/7", time -> time == 1 ? hold("Seven") : Answer.page("Seven"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        start("first");
        await().until(() -> site.asked("/7") == 1);

        redis.kill();
        held.countDown();
        redis.restart();
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).doesNotHaveDuplicates().hasSize(PAGES + 1);
    }

    @Test
    void severalWorkersKeepTheHostsBudgetTogether() {
        crawl.politeness(Duration.ofMillis(200), 1);
        site.on("/", Answer.page("Home", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"));
        for (var i = 1; i <= 8; i++) site.on("/" + i, Answer.page("Page " + i));
        var job = crawl.submit(TestPlans.plan(site.url("/")));

        start("first");
        start("second");
        crawl.awaitEnd(job);

        var hits = site.hits();
        assertThat(hits).hasSize(10);
        assertThat(Duration.between(hits.getFirst().begun(), hits.getLast().begun()))
                .isGreaterThan(Duration.ofMillis(9 * 200 - 100));
        for (var i = 1; i < hits.size(); i++) {
            // Starts are evenly spaced when they are granted; a busy machine may begin one late, and the next in time.
            var gap = Duration.between(hits.get(i - 1).begun(), hits.get(i).begun());
            assertThat(gap).isGreaterThan(Duration.ofMillis(60));
            assertThat(hits.get(i).begun()).isAfterOrEqualTo(hits.get(i - 1).ended());
        }
    }

    private void sitePages() {
        var paths = IntStream.rangeClosed(1, PAGES).mapToObj(i -> "/" + i).toArray(String[]::new);
        site.on("/", Answer.page("Home", paths));
        for (var path : paths) site.on(path, Answer.page("Page " + path, "/"));
    }

    private Crawl.Running start(String name) {
        return crawl.startWorker(crawl.settings(name).withExtendEvery(LEASE.dividedBy(4)));
    }

    private Answer hold(String title) {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.page(title);
    }

    private static void drain(Crawl.Running worker, Duration grace) {
        try {
            worker.worker().drain(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
