package io.crawljob.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker as the process that it is. */
@Timeout(90)
class MainTest {

    private static final Pattern PORT = Pattern.compile("metrics at port (\\d+)");

    @TempDir
    private Path folder;

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
    void crawlsTellsItsStateAndEndsWellWhenItIsAskedTo() throws Exception {
        site.on("/", Answer.page("Home", "/a")).on("/a", Answer.page("A"));
        var job = crawl.submit(TestPlans.plan(site.url("/")));
        var process = start(Map.of(
                "CRAWL_REDIS_URL", redis.uri().toString(),
                "CRAWL_NAMESPACE", Crawl.QUEUE.namespace(),
                "CRAWL_QUEUE", Crawl.QUEUE.name(),
                "CRAWL_WORKER", "crawl-default-1",
                "CRAWL_HTTP_PORT", "0"));
        try {
            var ended = crawl.awaitEnd(job);

            assertThat(ended.urls()).hasSize(2);
            assertThat(get("/healthz")).isEqualTo("ok\n");
            assertThat(get("/readyz")).isEqualTo("ok\n");
            assertThat(get("/metrics"))
                    .contains("crawljob_worker_settled_total{outcome=\"fetched\",verdict=\"accepted\"} 2.0")
                    .contains("jvm_memory_used_bytes");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(log().lines()).allMatch(line -> line.startsWith("{\"@timestamp\""));
        assertThat(log()).contains("\"worker\":\"crawl-default-1\"", "drained");
    }

    @Test
    void saysAllThatIsWrongWithItsConfigurationAndEnds() throws Exception {
        var process = start(Map.of("CRAWL_REDIS_URL", "redis://127.0.0.1:1", "CRAWL_CONCURRENCY", "0"));

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log())
                .contains("CRAWL_CONCURRENCY must be", "CRAWL_NAMESPACE is not set", "CRAWL_WORKER is not set");
    }

    private Process start(Map<String, String> variables) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CRAWL_"));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"), UTF_8);
    }

    private String get(String path) throws IOException, InterruptedException {
        await().atMost(Duration.ofSeconds(20)).until(() -> PORT.matcher(log()).find());
        var port = PORT.matcher(log());
        assertThat(port.find()).isTrue();
        var url = URI.create("http://127.0.0.1:%s%s".formatted(port.group(1), path));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
