package io.crawljob.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedisTest {

    @TempDir
    Path folder;

    @Test
    void keepsWhatItWasGivenOverAnOrderlyEnd() throws IOException {
        try (var redis = LocalRedis.start(folder)) {
            ask(redis.settings(), commands -> commands.set("key", "value"));
        }

        try (var redis = LocalRedis.start(folder)) {
            assertHoldsTheValue(redis);
        }
    }

    @Test
    void asksForAPasswordThatOnlyItsOwnerCanRead() throws IOException {
        try (var redis = LocalRedis.start(folder)) {
            assertThat(redis.settings().password()).hasSize(48);
        }

        assertThat(Files.getPosixFilePermissions(folder.resolve("redis.conf"))).hasSize(2);
    }

    @Test
    void neverForgetsForWantOfMemory() throws IOException {
        try (var redis = LocalRedis.start(folder)) {
            var policy = ask(redis.settings(), commands -> commands.configGet("maxmemory-policy"));

            assertThat(policy).containsEntry("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void endsWhenThePipeOfItsOwnerCloses() throws IOException {
        var redis = LocalRedis.start(folder);
        var process = ProcessHandle.of(pid()).orElseThrow();

        redis.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void takesOverFromAServerThatWasLeftBehind() throws IOException {
        var left = LocalRedis.start(folder);
        ask(left.settings(), commands -> commands.set("key", "value"));
        var process = ProcessHandle.of(pid()).orElseThrow();

        try (var redis = LocalRedis.start(folder)) {
            assertThat(process.isAlive()).isFalse();
            assertHoldsTheValue(redis);
        } finally {
            left.close();
        }
    }

    @Test
    void losesNothingWhenItIsKilled() throws IOException {
        var killed = LocalRedis.start(folder);
        ask(killed.settings(), commands -> commands.set("key", "value"));
        var process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
        killed.close();

        try (var redis = LocalRedis.start(folder)) {
            assertHoldsTheValue(redis);
        }
    }

    @Test
    void bundlesAServerForSystemsWithoutOne() throws IOException, InterruptedException {
        var bundled = RedisProgram.bundled(folder);

        var version = new ProcessBuilder(bundled.path(), "--version").start();

        assertThat(new String(version.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("v=6.2");
        assertThat(version.waitFor()).isZero();
    }

    private static void assertHoldsTheValue(LocalRedis redis) {
        var value = ask(redis.settings(), commands -> commands.get("key"));
        assertThat(value).isEqualTo("value");
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("redis.pid")).strip());
    }

    private static <T> T ask(RedisSettings settings, Function<RedisCommands<String, String>, T> question) {
        var password = settings.password();
        assertThat(password).isNotNull();
        var uri = RedisURI.builder()
                .withHost(settings.url().getHost())
                .withPort(settings.url().getPort())
                .withPassword(password)
                .build();
        try (var client = RedisClient.create(uri);
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }
}
