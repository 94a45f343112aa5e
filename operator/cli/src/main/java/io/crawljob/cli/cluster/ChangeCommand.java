package io.crawljob.cli.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl suspend}, {@code resume} and {@code cancel}: the same command with another field. */
@Command(mixinStandardHelpOptions = true)
public final class ChangeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    private final SpecChange change;

    private ChangeCommand(SpecChange change) {
        this.change = change;
    }

    public static CommandLine suspend() {
        return command("suspend", "Lets a CrawlJob rest: pages in hand finish, the rest is kept.", "suspend", "true");
    }

    public static CommandLine resume() {
        return command("resume", "Lets a resting CrawlJob go on.", "suspend", "false");
    }

    public static CommandLine cancel() {
        return command("cancel", "Stops a CrawlJob for good; its records are kept.", "cancel", "true");
    }

    private static CommandLine command(String name, String header, String field, String json) {
        var command = new CommandLine(new ChangeCommand(new SpecChange(field, json)));
        command.getCommandSpec().name(name).usageMessage().header(header);
        return command;
    }

    @Override
    public Integer call() throws NotAnsweredException {
        return change.apply(cluster, name, spec.commandLine().getOut());
    }
}
