package io.crawljob.cli.local;

import io.crawljob.cli.Exit;
import io.crawljob.cli.Stop;
import io.crawljob.cli.demo.DemoSite;
import io.crawljob.cli.manifest.ManifestReader;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.cli.progress.Display;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Runs the CrawlJob of a manifest here, without a cluster.",
        description = {
            "The file may hold the job's CrawlQueue, HostPolicies and ConfigMaps as well. Writes DIR/records.jsonl and DIR/status.yaml.",
            "Run again with the same DIR after Ctrl-C or a kill, it goes on where it was."
        })
public final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    What what;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where records and status go (crawl-results/NAME unless given).")
    @Nullable
    Path out;

    @Option(
            names = "--allow-private",
            description =
                    "Also crawl hosts of this machine and of private networks, on every port; never a cloud's metadata.")
    boolean allowPrivate;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Workers in this process (as the queue's own rules say unless given).")
    @Nullable
    Integer workers;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description =
                    "A Redis to use, such as redis://localhost:6379 (one of its own unless given). The keys stay there, under crawl-run-UID.")
    @Nullable
    URI redis;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "Where the Secrets are that headers name: the value of key K of Secret S in the file DIR/S/K.")
    @Nullable
    Path secrets;

    private final Stop stop;
    private final Clock clock;

    public RunCommand(Stop stop, Clock clock) {
        this.stop = stop;
        this.clock = clock;
    }

    /** One of two. */
    static final class What {
        @Parameters(paramLabel = "FILE", description = "The manifest; - for standard input.")
        @Nullable
        String file;

        @Option(
                names = "--demo",
                required = true,
                description = "Crawl a small site that is served here for the purpose.")
        boolean demo;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers != null && (workers < 1 || workers > LocalWorkers.MOST)) {
            throw new ParameterException(
                    spec.commandLine(), "--workers is %d: give 1 to %d".formatted(workers, LocalWorkers.MOST));
        }
        return (what.file == null ? demo() : file(what.file)).code();
    }

    private Exit demo() throws IOException, InterruptedException {
        try (var site = DemoSite.start()) {
            var folder = folder("demo");
            DemoFolder.clear(folder);
            return run("demo.yaml", site.manifest(), folder);
        }
    }

    private Exit file(String file) throws IOException, InterruptedException {
        return run(file, ManifestText.read(spec, file), null);
    }

    private Exit run(String name, String text, @Nullable Path folder) throws IOException, InterruptedException {
        return switch (ManifestReader.readToRun(name, text)) {
            case ManifestReader.Outcome.Invalid invalid -> {
                invalid.problems().forEach(this::tell);
                yield Exit.USAGE;
            }
            case ManifestReader.Outcome.Valid(var manifests) -> {
                var manifest = manifests.getFirst();
                var into = folder == null ? folder(manifest.job().getMetadata().getName()) : folder;
                var display = Display.on(spec.commandLine().getOut(), clock);
                var options = new RunOptions(into, allowPrivate, workers, redis, secrets);
                yield new LocalRun(manifest, options, display, this::tell, clock).run(stop);
            }
        };
    }

    private Path folder(String name) {
        return out == null ? Path.of("crawl-results", name) : out;
    }

    private void tell(Problem problem) {
        spec.commandLine().getErr().println(problem);
    }
}
