package io.crawljob.cli.cluster;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl retry}. */
@Command(name = "retry", mixinStandardHelpOptions = true, header = "Tries a CrawlJob's failed pages again.")
public final class RetryCommand implements Callable<Integer> {

    /** Distinct from one wish to the next, and readable in the manifest. */
    private static final DateTimeFormatter TOKEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "Only this class of failures; permanent ones, such as Http4xx, need it.")
    @Nullable
    String failureClass;

    private final Clock clock;

    public RetryCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws NotAnsweredException {
        if (failureClass != null && !failureClass.matches("[A-Za-z0-9]{1,40}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--class is '%s': give a class of failures, such as Http5xx".formatted(failureClass));
        }
        var token = (failureClass == null ? "" : failureClass + "/") + TOKEN.format(clock.instant());
        return new SpecChange("retryFailed", '"' + token + '"')
                .apply(cluster, name, spec.commandLine().getOut());
    }
}
