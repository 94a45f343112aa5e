package io.crawljob.e2e;

import io.crawljob.e2e.Commands.Ran;
import java.util.ArrayList;
import java.util.List;

/** The product as {@code run} installed it, and its Redis. */
final class Installation {

    static final String NAME = "crawljob";
    static final Kubectl KUBECTL = new Kubectl("crawljob-system");

    private Installation() {}

    /** What a command of Redis answers, a line an element. */
    static String redis(String... command) {
        return askRedis(command).orFail().out();
    }

    /** The same where Redis may be away. */
    static Ran askRedis(String... command) {
        var arguments = new ArrayList<>(List.of("exec", NAME + "-redis-0", "--", "redis-cli"));
        arguments.addAll(List.of(command));
        return KUBECTL.run(arguments.toArray(String[]::new));
    }

    /** What each key of a job begins with. */
    static String tag(String namespace, String uid) {
        return "{crawl:" + namespace + "/" + uid + "}";
    }

    static List<String> keys(String pattern) {
        return redis("--scan", "--pattern", pattern)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
