package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueueLink;
import io.crawljob.worker.hand.QueuePorts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A worker that has nothing in hand, and so nothing to extend, while Redis is away. */
@Timeout(90)
class RedisAwayTest {

    private static final Duration EXTEND_EVERY = Duration.ofMillis(200);
    /** Many extensions, some tries to lease. */
    private static final Duration A_WHILE = Duration.ofSeconds(4);

    private final RedisServerProcess redis = RedisServerProcess.start("--appendonly", "yes");
    private final Crawl crawl = new Crawl(redis);
    private final RedisQueue queue = RedisQueue.connect(redis.settings());
    private final Fetcher fetcher = new Fetcher();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(QueueLink.class);
    private volatile Duration ahead = Duration.ZERO;
    private final Worker worker = worker();

    @BeforeEach
    void start() {
        log.start();
        logger.addAppender(log);
        worker.start();
        await().until(() -> worker.health().ready().ok());
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        worker.close();
        queue.close();
        fetcher.close();
        crawl.close();
        redis.close();
    }

    private Worker worker() {
        InstantSource time = () -> Clock.systemUTC().instant().plus(ahead);
        var settings = crawl.settings("idle").withExtendEvery(EXTEND_EVERY);
        var parts = new Worker.Parts(QueuePorts.of(queue), fetcher, null, metrics, time.withZone(ZoneOffset.UTC));
        return new Worker(settings, parts);
    }

    @Test
    void isNotReadyWhileRedisIsStoppedAndIsAgainWhenItIsBack() {
        redis.kill();
        await().until(() -> errors() > 0);
        ahead = Duration.ofSeconds(15);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> !worker.health().ready().ok());
        staysAway();
        redis.restart();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> worker.health().ready().ok());

        saidItOnceEach();
    }

    @Test
    void isNotReadyWhileRedisHangsAndIsAgainWhenItGoesOn() throws Exception {
        var pid = pidOfRedis();
        signal("STOP", pid);
        try {
            await().atMost(Duration.ofSeconds(15)).until(() -> errors() > 0);
            ahead = Duration.ofSeconds(15);

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !worker.health().ready().ok());
            staysAway();
        } finally {
            signal("CONT", pid);
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> worker.health().ready().ok());

        saidItOnceEach();
    }

    private void staysAway() {
        await().during(A_WHILE)
                .atMost(A_WHILE.plusSeconds(2))
                .until(() -> !worker.health().ready().ok());
        assertThat(metrics.get("crawljob.worker.queue.silence").gauge().value()).isGreaterThan(15);
        assertThat(worker.health().alive().ok()).isTrue();
    }

    private void saidItOnceEach() {
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        away -> assertThat(away).startsWith("Redis does not answer"),
                        back -> assertThat(back).isEqualTo("Redis answers again"));
        assertThat(metrics.get("crawljob.worker.queue.silence").gauge().value()).isLessThan(15);
    }

    private double errors() {
        return metrics.counter("crawljob.worker.queue.errors").count();
    }

    private String pidOfRedis() {
        var client = RedisClient.create(RedisURI.create(redis.uri()));
        try (var connection = client.connect()) {
            return connection
                    .sync()
                    .info("server")
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> line.substring("process_id:".length()).strip())
                    .findFirst()
                    .orElseThrow();
        } finally {
            client.shutdown();
        }
    }

    private static void signal(String name, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }
}
