package io.crawljob.cli;

import io.crawljob.cli.check.CheckCommand;
import io.crawljob.cli.cluster.ChangeCommand;
import io.crawljob.cli.cluster.DoctorCommand;
import io.crawljob.cli.cluster.EventsCommand;
import io.crawljob.cli.cluster.ExplainCommand;
import io.crawljob.cli.cluster.ListCommand;
import io.crawljob.cli.cluster.ResultsCommand;
import io.crawljob.cli.cluster.RetryCommand;
import io.crawljob.cli.cluster.StatusCommand;
import io.crawljob.cli.cluster.SubmitCommand;
import io.crawljob.cli.local.LintCommand;
import io.crawljob.cli.local.RunCommand;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** Builds the commands and runs one. */
public final class Main {

    private static final String LOGGING = "logback.configurationFile";
    /** For putting back what is in hand, and for Redis to end. */
    private static final Duration ORDERLY_END = Duration.ofSeconds(30);

    private Main() {}

    public static void main(String[] args) {
        // Before the first logger: the worker's logs are for a pod, ours for a terminal.
        if (System.getProperty(LOGGING) == null) System.setProperty(LOGGING, "io/crawljob/cli/logback.xml");
        var stop = new Stop();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("signal").unstarted(() -> endInOrder(stop)));
        var code = commands(stop).execute(args);
        stop.ended();
        // With a signal under way this waits for the hook, which ends the process.
        System.exit(code);
    }

    private static CommandLine commands(Stop stop) {
        // Not System.out: what is printed is UTF-8, whatever the locale.
        var out = new FileOutputStream(FileDescriptor.out);
        var err = new FileOutputStream(FileDescriptor.err);
        var clock = Clock.systemUTC();
        var crawl = new CommandLine(new CrawlCommand())
                .addSubcommand(new RunCommand(stop, clock))
                .addSubcommand(new LintCommand())
                .addSubcommand(new CheckCommand(new FileInputStream(FileDescriptor.in), out))
                .addSubcommand(new SubmitCommand(stop, clock));
        List.of(
                        new ListCommand(clock),
                        new DoctorCommand(clock),
                        new StatusCommand(clock),
                        new ExplainCommand(),
                        new ResultsCommand(out),
                        new EventsCommand(out),
                        ChangeCommand.suspend(),
                        ChangeCommand.resume(),
                        ChangeCommand.cancel(),
                        new RetryCommand(clock))
                .forEach(crawl::addSubcommand);
        return crawl.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (!(e instanceof IOException)) throw e;
                    command.getErr().println("crawl: " + e.getMessage());
                    return Exit.FAILED.code();
                });
    }

    /** On Ctrl-C and SIGTERM: the command's thread puts everything away, and only then the process ends. */
    private static void endInOrder(Stop stop) {
        if (!stop.isHeard() || stop.hasEnded()) return;
        stop.wish();
        try {
            stop.awaitEnd(ORDERLY_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }
}
