package io.crawljob.queue.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the benchmark is asked for.
 *
 * @param items of enqueue and process
 * @param payload bytes of an item
 * @param hosts lanes that the items are spread over
 * @param batch how many items a worker leases and settles in one call
 * @param seconds that idle and politeness run
 * @param cases in order
 */
record Options(URI redis, int items, int payload, int hosts, int batch, int seconds, List<String> cases, boolean json) {

    static final List<String> CASES =
            List.of("enqueue", "process", "memory", "known", "lateness", "idle", "politeness", "recovery");

    static final String USAGE = """
            bench --redis URL [--items N] [--payload BYTES] [--hosts N] [--batch N] [--seconds N] [--cases a,b] [--json]

            Measures the queue on the Redis at URL, under a prefix of its own; cases: %s.
            The server should have nothing else to do. Defaults: 50000 items, 200 bytes, 997 hosts, batches of 32, 20 seconds, all cases.""".formatted(String.join(", ", CASES));

    Options {
        cases = List.copyOf(cases);
    }

    /** Throws {@link IllegalArgumentException} with what is wrong, for whoever typed it. */
    static Options parse(List<String> arguments) {
        var problems = new ArrayList<String>();
        var read = new Reader(new ArrayList<>(arguments), problems);
        boolean json = read.flag("--json");
        var redis = read.value("--redis").orElse("");
        if (redis.isEmpty()) problems.add("--redis is missing: such as redis://127.0.0.1:6379");
        int items = read.number("--items", 50_000);
        int payload = read.number("--payload", 200);
        int hosts = read.number("--hosts", 997);
        int batch = read.number("--batch", 32);
        int seconds = read.number("--seconds", 20);
        var cases = read.value("--cases").map(text -> List.of(text.split(","))).orElse(CASES);
        for (var name : cases) if (!CASES.contains(name)) problems.add("there is no case " + name);
        read.rest().forEach(argument -> problems.add("not understood: " + argument));
        if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
        return new Options(URI.create(redis), items, payload, hosts, batch, seconds, cases, json);
    }

    private record Reader(List<String> rest, List<String> problems) {

        boolean flag(String name) {
            return rest.remove(name);
        }

        Optional<String> value(String name) {
            int at = rest.indexOf(name);
            if (at < 0) return Optional.empty();
            rest.remove(at);
            if (at < rest.size()) return Optional.of(rest.remove(at));
            problems.add(name + " needs a value");
            return Optional.empty();
        }

        int number(String name, int otherwise) {
            var value = value(name).orElse(Integer.toString(otherwise));
            if (value.matches("[1-9]\\d{0,8}")) return Integer.parseInt(value);
            problems.add("%s %s must be a whole number from 1 on".formatted(name, value));
            return otherwise;
        }
    }
}
