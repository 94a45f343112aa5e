package io.crawljob.worker;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.RedisServerProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real processes of the worker, which can be killed while they have something in hand: Redis says what. */
final class WorkerProcesses implements AutoCloseable {

    private final RedisServerProcess redis;
    private final Path logs;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final Map<String, Process> running = new HashMap<>();

    /** @param logs a folder */
    WorkerProcesses(RedisServerProcess redis, Path logs) {
        this.redis = redis;
        this.logs = logs;
        this.client = RedisClient.create(RedisURI.create(redis.uri()));
        this.connection = client.connect();
    }

    void start(String name) {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name).toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("CRAWL_"));
        builder.environment()
                .putAll(Map.of(
                        "CRAWL_REDIS_URL",
                        redis.uri().toString(),
                        "CRAWL_NAMESPACE",
                        Crawl.QUEUE.namespace(),
                        "CRAWL_QUEUE",
                        Crawl.QUEUE.name(),
                        "CRAWL_WORKER",
                        name,
                        // So that all of them have something to do.
                        "CRAWL_CONCURRENCY",
                        "3",
                        "CRAWL_HTTP_PORT",
                        "0"));
        try {
            running.put(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether all of them are at work. */
    boolean allWork() {
        return running.keySet().stream().allMatch(name -> log(name).contains("works for queue"));
    }

    private String log(String name) {
        try {
            return Files.readString(logs.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Kills with -9 the worker that holds a place at the lane's gate, if one does. Empty when it has no place there any more once it is dead: then the kill came
     * too late to count.
     *
     * @return its name
     */
    Optional<String> killHolder(String lane, List<JobKey> jobs) {
        var held = holders(lane, jobs).entrySet().stream().findFirst();
        if (held.isEmpty()) return Optional.empty();
        var name = held.get().getValue();
        var process = running.get(name);
        if (process == null) return Optional.empty();
        kill(process);
        running.remove(name);
        return Optional.of(name)
                .filter(_ -> holders(lane, jobs).containsKey(held.get().getKey()));
    }

    /** Places in the lane, each with its worker. */
    private Map<String, String> holders(String lane, List<JobKey> jobs) {
        var holders = new HashMap<String, String>();
        for (var field : connection.sync().hkeys("{crawl:lane:%s}".formatted(lane))) {
            if (!field.startsWith("@")) continue;
            var member = field.substring(1).split("\\|", -1);
            for (var job : jobs) {
                if (!member[0].equals(job.toString())) continue;
                var flight = connection.sync().hget("{crawl:%s}:fl".formatted(job), item(member[1]));
                if (flight == null) continue;
                var parts = flight.split("\\|", -1);
                if (parts[0].equals(member[2])) holders.put(field, name(parts[1]));
            }
        }
        return holders;
    }

    /** A place names its item in hexadecimal digits. */
    private static String item(String hex) {
        return Long.toString(Long.parseUnsignedLong(hex, 16));
    }

    private static String name(String process) {
        return process.substring(0, process.indexOf('~'));
    }

    private static void kill(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a worker is killed", e);
        }
    }

    @Override
    public void close() {
        new ArrayList<>(running.values()).forEach(WorkerProcesses::kill);
        connection.close();
        client.shutdown();
    }
}
