package io.crawljob.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.Gate;
import io.crawljob.queue.Verdict;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeServerTest {

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final InstantSource source = () -> now;
    private final Health health = new Health(source.withZone(ZoneOffset.UTC));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProbeServer server = new ProbeServer(0, health, registry);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void isReadyOnceRedisHasAnsweredAndNotAfterItWasAwayForLong() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("Redis has not answered yet\n");

        health.queueAnswered();
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        now = now.plusSeconds(14);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        now = now.plusSeconds(1);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("Redis has not answered for 15 s\n");
    }

    @Test
    void livesAsLongAsItsLoopTurns() throws Exception {
        now = now.plusSeconds(59);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        now = now.plusSeconds(1);
        assertThat(get("/healthz").statusCode()).isEqualTo(503);

        health.loopTurned();
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void isAliveButNotReadyWhileItDrains() throws Exception {
        health.queueAnswered();
        health.leaving();
        now = now.plusSeconds(300);

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).startsWith("draining");
    }

    @Test
    void showsItsFiguresWithLabelsFromClosedSets() throws Exception {
        var metrics = new WorkerMetrics(registry);
        metrics.watch(() -> 7, () -> Duration.ofMillis(2_500));
        metrics.settled("fetched", Verdict.ACCEPTED);
        metrics.failed("Http4xx");
        metrics.received(1_234);
        metrics.refusedByGate(Gate.Reason.RATE_LIMITED);
        metrics.requested(WorkerMetrics.RequestKind.ROBOTS, Duration.ofMillis(30));

        assertThat(get("/metrics").body())
                .contains(
                        "crawljob_worker_in_hand 7.0",
                        "crawljob_worker_queue_silence_seconds 2.5",
                        "crawljob_worker_settled_total{outcome=\"fetched\",verdict=\"accepted\"} 1.0",
                        "crawljob_worker_failures_total{class=\"Http4xx\"} 1.0",
                        "crawljob_worker_bytes_total 1234.0",
                        "crawljob_worker_gate_refused_total{reason=\"rate_limited\"} 1.0",
                        "crawljob_worker_requests_seconds_count{kind=\"robots\"} 1");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var url = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
