package io.crawljob.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A release of the chart, as helm handles it. */
record Release(String name, String namespace) {

    static final Release MAIN = new Release(Installation.NAME, Installation.KUBECTL.namespace());
    static final String CHART = Commands.ROOT.resolve("helm/crawljob").toString();

    private static final Duration AT_MOST = Duration.ofMinutes(4);

    Commands.Ran run(String... arguments) {
        var command = new ArrayList<>(List.of("helm", "--namespace", namespace));
        command.addAll(List.of(arguments));
        return Commands.runWith("", AT_MOST, command);
    }

    /** To the values of before but for these, by a chart; returns when the pods are ready. */
    void upgrade(String chart, String values) {
        run(
                        "upgrade",
                        name,
                        chart,
                        "--reset-then-reuse-values",
                        "--set",
                        values,
                        "--history-max=0",
                        "--wait",
                        "--timeout=3m")
                .orFail();
    }

    void rollback(int revision) {
        run("rollback", name, Integer.toString(revision), "--history-max=0", "--wait", "--timeout=3m")
                .orFail();
    }
}
