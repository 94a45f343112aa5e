package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
        sitePages(PAGES);
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
        sitePages(PAGES);
        site.on("/5", Answer.page("Poison", "/poison"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        startTampered("/poison", new AtomicBoolean());

        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(PAGES).doesNotContain(site.url("/5"));
        assertThat(ended.failed("Internal")).isEqualTo(1);
    }

    @Test
    void aWorkerThatSleptThroughItsLeaseHasNoEffectAndLeavesThePage() {
        site.on("/", Answer.page("Home", "/slow")).on("/slow", time -> time == 1 ? hold("Slow") : Answer.page("Slow"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var frozen = new AtomicBoolean();
        var zombie = startTampered("none", frozen);
        await().until(() -> site.asked("/slow") == 1);
        frozen.set(true);

        start("second");
        var ended = crawl.awaitEnd(job);
        assertThat(zombie.worker().inHand()).isEqualTo(1);
        frozen.set(false);

        // Its fetch is cancelled although the site still holds the answer back.
        await().until(() -> zombie.worker().inHand() == 0);
        assertThat(site.hits("/slow")).hasSize(1);
        assertThat(crawl.snapshot(job).done())
                .isEqualTo(ended.snapshot().done())
                .isEqualTo(2);
    }

    @Test
    void aPageThatTakesLongerThanALeaseIsKeptByItsWorker() {
        site.on("/", Answer.page("Home", "/slow")).on("/slow", time -> hold("Slow"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var first = start("first");
        await().until(() -> site.asked("/slow") == 1);
        start("second");

        await().pollDelay(LEASE.multipliedBy(2)).until(() -> first.worker().inHand() == 1);
        held.countDown();
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(2);
        assertThat(site.asked("/slow")).isEqualTo(1);
    }

    @Test
    void whatFindsRedisFullWaitsUncountedUntilThereIsRoom() {
        site.on("/", time -> hold("Home", "/a")).on("/a", Answer.page("A"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        start("first");
        await().until(() -> site.asked("/") == 1);
        configure("maxmemory", "1");
        held.countDown();

        await().until(() -> crawl.snapshot(job).waiting() == 1);
        configure("maxmemory", "0");
        var ended = crawl.awaitEnd(job);

        assertThat(ended.urls()).hasSize(2);
        assertThat(ended.snapshot().retries()).isZero();
    }

    @Test
    void aPolicyThatChangesHoldsForTheRunningCrawl() {
        crawl.politeness(Duration.ofMillis(100), 1);
        sitePages(150);
        crawl.submit(TestPlans.plan(site.url("/")));
        start("first");
        await().until(() -> site.asked("/1") == 1);

        crawl.politeness(Duration.ofMillis(1_500), 1);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(lastGap()).isGreaterThan(Duration.ofMillis(1_300)));
    }

    private Duration lastGap() {
        var hits = site.hits();
        return Duration.between(
                hits.get(hits.size() - 2).begun(), hits.getLast().begun());
    }

    @Test
    void leavesTheJobsWhosePlanItCannotReadToNewerWorkers() {
        site.on("/", Answer.page("Home"));
        var job = crawl.submit(TestPlans.ofVersion(PlanCodec.VERSION + 1, site.url("/")));
        var readable = crawl.submit(TestPlans.plan(site.url("/")));

        var worker = start("first");
        crawl.awaitEnd(readable);
        await().until(() -> worker.worker().inHand() == 0);

        assertThat(crawl.snapshot(job).waiting()).isEqualTo(1);
        assertThat(crawl.snapshot(job).failed()).isZero();
        assertThat(Objects.requireNonNull(crawl.snapshot(job).complaint()).why())
                .contains("version %d".formatted(PlanCodec.VERSION + 1), "update the worker image");
    }

    @Test
    void goesOnByItselfWhenRedisComesBack() {
        sitePages(PAGES);
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
        // Starts are evenly spaced when they are granted. A busy machine begins one late and the next in time, so
        // single gaps say little; and the first
        // request of all warms the client up.
        assertThat(between(hits.get(1), hits.get(9))).isGreaterThan(Duration.ofMillis(8 * 200 - 400));
        for (var i = 4; i < hits.size(); i++) {
            assertThat(between(hits.get(i - 3), hits.get(i))).isGreaterThan(Duration.ofMillis(200));
        }
        for (var i = 1; i < hits.size(); i++) {
            assertThat(hits.get(i).begun()).isAfterOrEqualTo(hits.get(i - 1).ended());
        }
    }

    private static Duration between(Site.Hit one, Site.Hit other) {
        return Duration.between(one.begun(), other.begun());
    }

    private void sitePages(int pages) {
        var paths = IntStream.rangeClosed(1, pages).mapToObj(i -> "/" + i).toArray(String[]::new);
        site.on("/", Answer.page("Home", paths));
        for (var path : paths) site.on(path, Answer.page("Page " + path, "/"));
    }

    private Crawl.Running start(String name) {
        return crawl.startWorker(crawl.settings(name).withExtendEvery(LEASE.dividedBy(4)));
    }

    private Crawl.Running startTampered(String poison, AtomicBoolean frozen) {
        var own = RedisQueue.connect(redis.settings(), QueueTimes.DEFAULT.withLease(LEASE));
        var ports = QueuePorts.of(own);
        var tampered = new TamperedFrontier(ports.frontier(), poison, frozen);
        var settings = crawl.settings("first").withExtendEvery(LEASE.dividedBy(4));
        return crawl.startWorker(settings, own, new QueuePorts(tampered, ports.gate(), ports.shared()));
    }

    private void configure(String parameter, String value) {
        var client = RedisClient.create(RedisURI.create(redis.uri()));
        try (var connection = client.connect()) {
            connection.sync().configSet(parameter, value);
        } finally {
            client.shutdown();
        }
    }

    private Answer hold(String title, String... links) {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.page(title, links);
    }

    private static void drain(Crawl.Running worker, Duration grace) {
        try {
            worker.worker().drain(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
