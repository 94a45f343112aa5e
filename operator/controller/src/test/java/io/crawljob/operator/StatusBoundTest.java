package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Lease;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.PageItem;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The status of a job with as much of everything as there can be, as the API server has it.
 *
 * <p>{@code -Doperator.urls=1000000} gives it that many URLs; otherwise fewer, since their number alone is not what makes it longer.
 */
@ExtendWith(WithApiServer.class)
class StatusBoundTest {

    private static final int MOST_BYTES = 32_768;
    private static final int URLS = Integer.getInteger("operator.urls", 20_000);
    private static final int HOSTS = 14;
    private static final int CLASSES = 13;
    private static final int RULES = 13;
    private static final int LONGEST_URL = 2_083;
    private static final int TROUBLED = 20 * HOSTS;

    private Installation at;
    private WorkerPlay worker;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void staysBelowItsBoundWithLongHostsFailuresAndRulesOfManyKinds() {
        var key = at.applyBatch(
                "large",
                1,
                "limits: {maxPages: 5000000, maxPagesPerHost: 5000000}",
                "failure: {maxFailedPercent: 100}");
        at.eventually(() -> worker.takeOne(key).map(this::discoverAll).orElse(false));
        var seen = new int[1];
        at.eventually(() -> {
            for (var lease : worker.take(key, 20)) settle(key, lease, seen[0]++);
            return seen[0] >= TROUBLED;
        });
        // A page of each host is put off, so that every host holds the job back.
        at.eventually(() -> {
            var lease = worker.takeOne(key);
            lease.ifPresent(it -> worker.settle(key, it, new Outcome.PutBack(Duration.ofHours(1))));
            return lease.isEmpty();
        });

        await().atMost(Installation.PATIENCE).untilAsserted(() -> {
            assertThat(at.progress("large").discovered()).isGreaterThan(URLS);
            assertThat(status().path("hosts")).hasSize(10);
            assertThat(status().path("failures")).hasSize(10);
            assertThat(status().path("exclusions")).hasSize(10);
        });

        var written = status();
        System.err.printf(
                "status: %d URLs discovered, %d bytes%n", at.progress("large").discovered(), bytes(written));
        assertThat(written.at("/hosts/0/host").asText()).hasSize(253);
        assertThat(bytes(written)).isBetween(4_096, MOST_BYTES);
    }

    /** The lease is kept, so that the job goes on. */
    private boolean discoverAll(Lease seed) {
        for (var from = 0; from < URLS; from += 250) {
            worker.discover(
                    seed,
                    IntStream.range(from, Math.min(URLS, from + 250))
                            .mapToObj(StatusBoundTest::item)
                            .toList());
        }
        return true;
    }

    private static NewItem item(int number) {
        var host = host(number % HOSTS);
        var url = "https://%s/%d/".formatted(host, number);
        // So many that whatever is sampled is one of them, and no more than a small server holds.
        var whole = number < 5_000 ? url + "x".repeat(LONGEST_URL - url.length()) : url;
        return new NewItem("host:" + host, number, 1, new PageItem(whole, null, false).encode());
    }

    /** Of 253 characters, the most that a name may have. */
    private static String host(int number) {
        var label = "h%02d".formatted(number) + "a".repeat(60);
        return "%s.%s.%s.%s".formatted(label, "b".repeat(63), "c".repeat(63), "d".repeat(61));
    }

    private void settle(JobKey key, Lease lease, int number) {
        var outcome = number % 2 == 0
                ? new Outcome.Dead(
                        "Trouble%02d%s".formatted(number / 2 % CLASSES, "t".repeat(55)),
                        "é\"<&\n\\ in the site's own words ".repeat(200),
                        true)
                : new Outcome.Excluded("Rule%02d%s".formatted(number / 4 % RULES, "r".repeat(58)));
        worker.settle(key, lease, outcome);
    }

    private JsonNode status() {
        var raw = at.api
                .kubectl(
                        "get",
                        "--raw",
                        "/apis/crawljob.io/v1alpha1/namespaces/%s/crawljobs/large".formatted(at.namespace))
                .orFail()
                .out();
        try {
            return new ObjectMapper().readTree(raw).path("status");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int bytes(JsonNode status) {
        return status.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
