package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crawl status}. */
@Command(name = "status", mixinStandardHelpOptions = true, header = "Says how a CrawlJob stands, and why it waits.")
public final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Parameters(paramLabel = "NAME", description = "The CrawlJob's name.")
    @SuppressWarnings("NullAway.Init")
    String name;

    private final Clock clock;

    public StatusCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws NotAnsweredException {
        try (var client = cluster.connect()) {
            var namespace = cluster.namespaceOf(client);
            var jobs = client.resources(CrawlJob.class).inNamespace(namespace);
            var job = jobs.withName(name).get();
            if (job == null) {
                throw new NotAnsweredException("there is no CrawlJob %s in namespace %s".formatted(name, namespace));
            }
            var out = spec.commandLine().getOut();
            JobText.lines(job, clock.instant()).forEach(out::println);
            if (PlaceInLine.waits(job)) {
                PlaceInLine.of(job, jobs.list().getItems()).ifPresent(out::println);
            }
            return 0;
        } catch (KubernetesClientException e) {
            throw Refusals.of("read CrawlJob " + name, e);
        }
    }
}
