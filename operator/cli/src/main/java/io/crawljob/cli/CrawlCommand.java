package io.crawljob.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crawl} alone: says that it needs a command. */
@Command(
        name = "crawl",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = HelpCommand.class,
        header = "Crawls as Kubernetes resources: run one here, or look after those of a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete",
            "1:failed",
            "2:wrong usage, or an invalid manifest",
            "3:cancelled",
            "124:the deadline passed",
            "130:interrupted; the same command goes on where it was"
        })
final class CrawlCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command, such as: crawl run --demo");
    }
}
