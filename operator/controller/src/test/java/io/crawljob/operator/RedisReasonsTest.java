package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.FAILED;
import static io.crawljob.crds.v1alpha1.ConditionType.PROGRESSING;
import static io.crawljob.crds.v1alpha1.ConditionType.REDIS_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be wrong with a Redis, on a real one that is set wrong, and that each of it goes when it is set right. */
@ExtendWith(WithApiServer.class)
class RedisReasonsTest {

    private static Installation at;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: quick}
                spec: {}
                """);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @BeforeEach
    void setRight() {
        redis("REPLICAOF NO ONE");
        redis("CONFIG SET maxmemory 0");
        redis("CONFIG SET maxmemory-policy noeviction");
        redis("CONFIG SET appendonly yes");
        awaitRedis("True/RedisReady");
    }

    @Test
    void persistenceThatIsOffIsNamed() {
        redis("CONFIG SET appendonly no");
        awaitRedis("False/NoPersistence");

        redis("CONFIG SET appendonly yes");
        awaitRedis("True/RedisReady");
    }

    @Test
    void anEvictionPolicyThatMayThrowACrawlAwayIsNamed() {
        redis("CONFIG SET maxmemory-policy allkeys-lru");
        awaitRedis("False/EvictionPolicy");

        redis("CONFIG SET maxmemory-policy noeviction");
        awaitRedis("True/RedisReady");
    }

    @Test
    void aReplicaThatRefusesWritesIsNamed() {
        redis("REPLICAOF 127.0.0.1 1");
        awaitRedis("False/ReadOnly");

        redis("REPLICAOF NO ONE");
        awaitRedis("True/RedisReady");
    }

    @Test
    void memoryThatIsNearlyUsedUpIsNamed() {
        redis("CONFIG SET maxmemory " + usedMemory() * 10 / 9);
        awaitRedis("False/MemoryLow");

        redis("CONFIG SET maxmemory 0");
        awaitRedis("True/RedisReady");
    }

    @Test
    void aJobThatFindsNoPlaceInAFullRedisSaysSoAndIsStoredOnceThereIs() {
        redis("CONFIG SET maxmemory 1");
        at.apply(job("crowded", "StartOver"));
        at.awaitSaid("crowded", PROGRESSING, "False/RedisFull");
        at.awaitSaid("crowded", ACCEPTED, "Unknown/Pending");

        redis("CONFIG SET maxmemory 0");

        at.awaitSaid("crowded", ACCEPTED, "True/PlanStored");
    }

    @Test
    void aJobWhoseKeysAreLostFailsWhereItsSpecSaysSo() {
        at.apply(job("lost", "Fail"));
        at.awaitSaid("lost", ACCEPTED, "True/PlanStored");

        redis("FLUSHALL");

        at.awaitSaid("lost", FAILED, "True/QueueLost");
    }

    @Test
    void aServerThatIsTooOldIsNamed() {
        try (var old = RedisBetween.before(at.redis.port(), true)) {
            at.stopOperator();
            at.with("CRAWL_REDIS_URL", old.url());
            at.startOperator();
            awaitRedis("False/VersionTooOld");

            at.stopOperator();
            at.with("CRAWL_REDIS_URL", at.redis.uri().toString());
            at.startOperator();
            awaitRedis("True/RedisReady");
        }
    }

    private static String job(String name, String onQueueLost) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %1$s}
                spec: {queueName: quick, onQueueLost: %2$s, source: {urls: {list: ["https://%1$s.example.org/"]}}}
                """.formatted(name, onQueueLost);
    }

    private static void awaitRedis(String said) {
        at.eventually(() -> at.queueSaid("quick", REDIS_READY).equals(said));
    }

    private static long usedMemory() {
        return Arrays.stream(redis("INFO memory").split("\r\n"))
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
                .findFirst()
                .orElseThrow();
    }

    /** A command as one types it, and what the server answers. */
    private static String redis(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), at.redis.port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            var reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(reply).doesNotStartWith("-");
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
