package io.crawljob.cli.cluster;

import io.crawljob.cli.Exit;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crawl doctor}. Exits with 1 when something is wrong. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        header = "Says what is wrong with an installation and with a namespace, and what to do.")
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    private final Clock clock;

    public DoctorCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws NotAnsweredException {
        try (var client = cluster.connect()) {
            var findings = new Examination(client, cluster.namespaceOf(client), clock.instant()).findings();
            findings.forEach(it -> spec.commandLine().getOut().println(it.line()));
            var wrong = findings.stream().anyMatch(it -> it.level() == Finding.Level.WRONG);
            return (wrong ? Exit.FAILED : Exit.COMPLETE).code();
        }
    }
}
