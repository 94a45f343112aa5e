package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

class RedisServerProcessTest {

    @Test
    void startsAServerOnAFreePort() {
        try (var server = RedisServerProcess.start();
                var bundled = RedisServerProcess.startBundled()) {
            assertThat(version(server)).startsWith("redis_version:");
            assertThat(version(bundled)).startsWith("redis_version:6.2");
        }
    }

    @Test
    void comesBackWithWhatItPersisted() {
        try (var server = RedisServerProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
            command(server, "k");

            server.kill();
            server.restart();

            assertThat(command(server, "k")).isEqualTo(2);
        }
    }

    private static long command(RedisServerProcess server, String key) {
        try (var client = RedisClient.create(RedisURI.create(server.uri()));
                var connection = client.connect()) {
            return connection.sync().incr(key);
        }
    }

    private static String version(RedisServerProcess server) {
        try (var client = RedisClient.create(RedisURI.create(server.uri()));
                var connection = client.connect()) {
            return connection
                    .sync()
                    .info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .findFirst()
                    .orElse("");
        }
    }
}
