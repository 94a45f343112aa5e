package io.crawljob.queue.bench;

import java.util.List;

/** Prints a line a case. */
public final class Benchmark {

    private Benchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        try (var target = new Target(options)) {
            var cases = new Cases(target, row -> {
                System.out.println(options.json() ? row.json() : row.text());
                System.out.flush();
            });
            options.cases().forEach(cases::run);
        }
    }
}
