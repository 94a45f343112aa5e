package io.crawljob.cli.local;

import io.crawljob.cli.Exit;
import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.ManifestReader;
import io.crawljob.cli.manifest.Problem;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        header = "Says all that is wrong with a manifest, without running it.",
        description =
                "By the schema that a cluster has, and by the operator's own rules. Each problem on a line, with its field.")
public final class LintCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The manifest; - for standard input.")
    @SuppressWarnings("NullAway.Init")
    String file;

    @Override
    public Integer call() {
        var problems = problems(file, ManifestText.read(spec, file));
        problems.forEach(spec.commandLine().getErr()::println);
        if (!problems.isEmpty()) return Exit.USAGE.code();
        spec.commandLine().getOut().println(file + ": nothing is wrong");
        return Exit.COMPLETE.code();
    }

    private static List<Problem> problems(String file, String text) {
        return switch (ManifestReader.read(file, text)) {
            case ManifestReader.Outcome.Invalid invalid -> invalid.problems();
            case ManifestReader.Outcome.Valid(var manifests) ->
                manifests.stream()
                        .flatMap(manifest -> problems(manifest).stream())
                        .toList();
        };
    }

    private static List<Problem> problems(Manifest manifest) {
        return switch (Judgement.of(manifest, Identity.created(manifest.job(), Clock.systemUTC()))) {
            case Judgement.Invalid invalid -> invalid.problems();
            case Judgement.Valid _ -> List.of();
        };
    }
}
