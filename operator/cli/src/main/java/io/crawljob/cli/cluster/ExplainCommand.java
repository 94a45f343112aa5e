package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Fetch;
import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.plan.Validated;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl explain-url}. */
@Command(
        name = "explain-url",
        mixinStandardHelpOptions = true,
        header = "Says which rule decides whether a CrawlJob crawls a URL.",
        description =
                "By the job's spec; it asks neither the site nor Redis. The first word is the rule, as the status counts it, or In.")
public final class ExplainCommand implements Callable<Integer> {

    /** Of the operator's settings, none matters to the rules; who the crawler is to robots.txt is told by the job or by this. */
    private static final PlanSettings SETTINGS = new PlanSettings("CrawlJob (+https://crawljob.io/bot)", true);

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Parameters(index = "0", paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    @Parameters(index = "1", paramLabel = "URL", description = "The URL, absolute.")
    @SuppressWarnings("NullAway.Init")
    String url;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "1",
            description = "Links from a seed to the URL (${DEFAULT-VALUE}).")
    int depth;

    @Override
    public Integer call() throws NotAnsweredException {
        try (var client = cluster.connect()) {
            var namespace = cluster.namespaceOf(client);
            var job = client.resources(CrawlJob.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            if (job == null) {
                throw new NotAnsweredException("there is no CrawlJob %s in namespace %s".formatted(name, namespace));
            }
            return explain(
                    PlanMapper.map(job, SETTINGS, new References(true, configMap(client, job), named(job), true)));
        } catch (KubernetesClientException e) {
            throw Refusals.of("read CrawlJob " + name, e);
        }
    }

    private int explain(Validated validated) throws NotAnsweredException {
        return switch (validated) {
            case Validated.Accepted accepted -> {
                Explanation.of(accepted.plan(), url, depth)
                        .forEach(spec.commandLine().getOut()::println);
                yield 0;
            }
            case Validated.Rejected rejected ->
                throw new NotAnsweredException("CrawlJob %s crawls nothing: %s".formatted(name, rejected.message()));
        };
    }

    /** Whether the queue offers them is another question. */
    private static List<Workers.Secret> named(CrawlJob job) {
        return job.getSpec().fetch().headers().stream()
                .map(Fetch.Header::valueFrom)
                .filter(Objects::nonNull)
                .map(it -> new Workers.Secret(it.name(), List.of()))
                .toList();
    }

    private static @Nullable Map<String, String> configMap(KubernetesClient client, CrawlJob job) {
        var source = job.getSpec().source();
        var reference =
                source == null || source.urls() == null ? null : source.urls().configMapKeyRef();
        if (reference == null) return null;
        @Nullable
        ConfigMap found = client.configMaps()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(reference.name())
                .get();
        return found == null ? null : found.getData();
    }
}
