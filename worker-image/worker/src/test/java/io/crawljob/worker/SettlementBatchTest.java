package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.Frontier;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.settings.WorkerSettings.Batch;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue's batch size and wait decide how many pages a worker settles with one call. */
@Timeout(60)
class SettlementBatchTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final int PAGES = 60;
    private static final int CONCURRENCY = 8;

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    /** How many pages each call settled. */
    private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

    @Test
    void aBatchOfOneSettlesEachPageByItself() {
        crawl(new Batch(1, Duration.ofMillis(500)));

        assertThat(sizes).hasSize(PAGES).containsOnly(1);
    }

    @Test
    void pagesThatEndWithinTheWaitAreSettledTogetherAndNeverMoreThanTheSize() {
        crawl(new Batch(3, Duration.ofMillis(500)));

        assertThat(sizes).allMatch(size -> size <= 3).contains(3);
        assertThat(sizes.size()).isLessThan(PAGES * 2 / 3);
    }

    @Test
    void halfOfTheSlotsDoNotWaitForTheOthersToFillABatch() {
        crawl(new Batch(32, Duration.ofSeconds(10)));

        assertThat(sizes).allMatch(size -> size <= CONCURRENCY / 2).contains(CONCURRENCY / 2);
    }

    private void crawl(Batch batch) {
        var paths = IntStream.range(1, PAGES).mapToObj(i -> "/" + i).toArray(String[]::new);
        site.on("/", Answer.page("Home", paths));
        for (var path : paths) site.on(path, Answer.page("Page", "/", "/denied"));
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow: /denied\n"));
        var own = RedisQueue.connect(REDIS.settings());
        var ports = QueuePorts.of(own);
        crawl.startWorker(
                crawl.settings("worker").withConcurrency(CONCURRENCY).withBatch(batch),
                own,
                new QueuePorts(watched(ports.frontier()), ports.gate(), ports.shared()));

        var ended = crawl.awaitEnd(crawl.submit(TestPlans.plan(site.url("/"))));

        assertThat(ended.records()).hasSize(PAGES);
        assertThat(ended.excluded("RobotsDenied")).isOne();
        assertThat(sizes.stream().mapToInt(size -> size).sum())
                .as("what robots.txt forbids is never leased")
                .isEqualTo(PAGES);
    }

    private Frontier watched(Frontier real) {
        return (Frontier) Proxy.newProxyInstance(
                Frontier.class.getClassLoader(), new Class<?>[] {Frontier.class}, (_, method, arguments) -> {
                    if (method.getName().equals("settleAndLease")) sizes.add(((List<?>) arguments[2]).size());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
