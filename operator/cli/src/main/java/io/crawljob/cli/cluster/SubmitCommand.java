package io.crawljob.cli.cluster;

import io.crawljob.cli.Exit;
import io.crawljob.cli.Stop;
import io.crawljob.cli.progress.Display;
import io.crawljob.cli.progress.Ending;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        header = "Applies a manifest to the cluster, and waits for its CrawlJob if asked to.",
        description =
                "With --wait the exit code is the crawl's: 0, 1, 3 or 124. Ctrl-C ends the waiting, not the crawl.")
public final class SubmitCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(2);
    /** How a server-side apply is answered when it names a field that is not in the schema: as an internal error, all in one text. */
    private static final Pattern UNKNOWN_FIELD = Pattern.compile(": \\.(\\S+): field not declared in schema");

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Parameters(paramLabel = "FILE", description = "The manifest.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--wait", description = "Wait until the CrawlJob is finished.")
    boolean wait;

    private final Stop stop;
    private final Clock clock;

    public SubmitCommand(Stop stop, Clock clock) {
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var client = cluster.connect()) {
            var applied = new ArrayList<HasMetadata>();
            for (var resource : resources(client)) {
                var problems = apply(client, resource, applied);
                if (!problems.isEmpty()) {
                    problems.forEach(spec.commandLine().getErr()::println);
                    return Exit.USAGE.code();
                }
            }
            return (wait ? await(client, applied) : Exit.COMPLETE).code();
        } catch (KubernetesClientException e) {
            throw Refusals.of("submit " + file, e);
        }
    }

    private List<HasMetadata> resources(KubernetesClient client) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return client.load(in).items();
        } catch (NoSuchFileException e) {
            throw new NotAnsweredException("there is no file " + file);
        }
    }

    /** What is wrong with it, a problem a line, by the API server's word. */
    private List<String> apply(KubernetesClient client, HasMetadata resource, List<HasMetadata> applied) {
        var metadata = resource.getMetadata();
        var name = resource.getKind() + " " + metadata.getName();
        try {
            var namespace = Optional.ofNullable(metadata.getNamespace()).orElse(cluster.namespaceOf(client));
            applied.add(client.resource(resource)
                    .inNamespace(namespace)
                    .fieldValidation(Validation.STRICT)
                    .fieldManager("crawl")
                    .serverSideApply());
            spec.commandLine().getOut().println(name + " applied");
            return List.of();
        } catch (KubernetesClientException e) {
            return problems(name, e);
        }
    }

    private List<String> problems(String name, KubernetesClientException e) {
        var message =
                String.valueOf(e.getStatus() == null ? null : e.getStatus().getMessage());
        var unknown = UNKNOWN_FIELD.matcher(message);
        if (unknown.find()) {
            return List.of("%s: %s: %s: is not a known field".formatted(file, name, unknown.group(1)));
        }
        if (e.getCode() != UNPROCESSABLE && e.getCode() != BAD_REQUEST) throw e;
        var details = e.getStatus().getDetails();
        if (details == null
                || details.getCauses() == null
                || details.getCauses().isEmpty()) {
            return List.of("%s: %s: %s".formatted(file, name, message));
        }
        return details.getCauses().stream()
                .map(cause -> "%s: %s: %s: %s".formatted(file, name, cause.getField(), cause.getMessage()))
                .toList();
    }

    private Exit await(KubernetesClient client, List<HasMetadata> applied)
            throws NotAnsweredException, InterruptedException {
        var job = onlyJob(applied);
        var display = Display.on(spec.commandLine().getOut(), clock);
        stop.listen();
        do {
            var now = client.resources(CrawlJob.class)
                    .inNamespace(job.getNamespace())
                    .withName(job.getName())
                    .get();
            if (now == null) throw new NotAnsweredException("CrawlJob %s was deleted".formatted(job.getName()));
            display.show(now);
            if (isFinished(now)) {
                display.end();
                display.say(Ending.describe(now));
                return Ending.exit(now);
            }
        } while (!stop.isWishedWithin(LOOK));
        display.end();
        return Exit.INTERRUPTED;
    }

    /** By a status that has seen what was applied: one of an earlier run says nothing of this one. */
    private static boolean isFinished(CrawlJob job) {
        var seen = Optional.ofNullable(job.getStatus()).map(CrawlJobStatus::observedGeneration);
        return Ending.isFinished(job)
                && seen.isPresent()
                && seen.get() >= job.getMetadata().getGeneration();
    }

    private static ObjectMeta onlyJob(List<HasMetadata> applied) throws NotAnsweredException {
        var jobs = applied.stream()
                .filter(it -> it.getKind().equals("CrawlJob"))
                .map(HasMetadata::getMetadata)
                .toList();
        if (jobs.size() == 1) return jobs.getFirst();
        throw new NotAnsweredException("--wait needs one CrawlJob in the file, and it has " + jobs.size());
    }
}
