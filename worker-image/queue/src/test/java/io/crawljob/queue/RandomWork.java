package io.crawljob.queue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What a {@link ModelRun} finds and how it ends, at random. */
final class RandomWork {

    private static final List<String> HOSTS =
            IntStream.range(0, 12).mapToObj("h%d.example"::formatted).toList();
    static final List<String> LANES = HOSTS.stream().map(host -> "host:" + host).toList();

    private RandomWork() {}

    static Outcome outcome(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Outcome.Retry("Timeout", "slow", Duration.ofMillis(random.nextInt(50)));
            case 2 -> new Outcome.PutBack(Duration.ZERO);
            case 3 -> new Outcome.Dead("Http4xx", "404", true);
            case 4 -> new Outcome.Dead("Timeout", "slow", false);
            case 5 -> new Outcome.Excluded("RobotsDenied");
            case 6 -> new Outcome.Redirected();
            case 7 -> new Outcome.Fetched(10, "{}", (long) random.nextInt(600));
            default -> new Outcome.Fetched(10, random.nextBoolean() ? "{\"a\":1}" : null, null);
        };
    }

    static List<NewItem> links(Random random) {
        return IntStream.range(0, random.nextInt(25))
                .mapToObj(i -> Plans.item(HOSTS.get(random.nextInt(HOSTS.size())), random.nextInt(700) - 100))
                .toList();
    }
}
