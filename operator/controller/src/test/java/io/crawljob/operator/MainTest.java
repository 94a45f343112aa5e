package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.RedisServerProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own. */
@ExtendWith(WithApiServer.class)
class MainTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) process.destroyForcibly().waitFor();
    }

    @Test
    void refusesToStartAndNamesEveryProblem() throws IOException, InterruptedException {
        launch(Map.of("CRAWL_HTTP_PORT", "x", "CRAWL_NONSENSE", "1"));

        assertThat(running().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running().exitValue()).isEqualTo(2);
        assertThat(log())
                .contains("CRAWL_REDIS_URL is not set: set it")
                .contains("CRAWL_HTTP_PORT is 'x'")
                .contains("CRAWL_NONSENSE is not a setting of the operator")
                .doesNotContain("Exception");
    }

    @Test
    void givesTheLeaseBackWhenItIsAskedToEnd(RealApiServer api) throws IOException, InterruptedException {
        var namespace = api.newNamespace();
        try (var redis = RedisServerProcess.start();
                var client = api.client()) {
            launch(Map.of(
                    "KUBECONFIG", api.kubeconfig().toString(),
                    "CRAWL_REDIS_URL", redis.uri().toString(),
                    "CRAWL_WORKER_IMAGE", "crawljob/worker:test",
                    "CRAWL_NAMESPACE", namespace,
                    "CRAWL_POD_NAME", "operator-7",
                    "CRAWL_MASTER_KEY", "0123456789abcdef",
                    "CRAWL_USER_AGENT", "ExampleBot/1.0 (+https://example.org/bot)",
                    "CRAWL_WATCH_NAMESPACES", namespace,
                    "CRAWL_HTTP_PORT", "0",
                    "CRAWL_API_PORT", "0"));
            await().atMost(Installation.PATIENCE)
                    .until(() -> holder(client, namespace).startsWith("operator-7-"));
            await().atMost(Installation.PATIENCE).until(() -> log().contains("the control plane runs"));

            running().destroy();

            assertThat(running().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(running().exitValue()).isEqualTo(TERMINATED);
            assertThat(holder(client, namespace)).isEmpty();
        }
    }

    private void launch(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName());
        builder.environment().keySet().removeIf(key -> key.startsWith("CRAWL_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "log"));
        process = builder.start();
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static String holder(KubernetesClient client, String namespace) {
        var lease = client.leases()
                .inNamespace(namespace)
                .withName("crawljob-operator")
                .get();
        if (lease == null || lease.getSpec().getHolderIdentity() == null) return "";
        return lease.getSpec().getHolderIdentity();
    }
}
