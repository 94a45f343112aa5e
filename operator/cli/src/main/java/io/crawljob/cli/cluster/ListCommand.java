package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crawl list}. */
@Command(name = "list", mixinStandardHelpOptions = true, header = "Lists the CrawlJobs of a namespace, or of all.")
public final class ListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    boolean all;

    private final Clock clock;

    public ListCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws NotAnsweredException {
        try (var client = cluster.connect()) {
            var jobs = client.resources(CrawlJob.class);
            var found = all
                    ? jobs.inAnyNamespace().list()
                    : jobs.inNamespace(cluster.namespaceOf(client)).list();
            JobTable.lines(found.getItems(), all, clock.instant())
                    .forEach(spec.commandLine().getOut()::println);
            return 0;
        } catch (KubernetesClientException e) {
            throw Refusals.of("list CrawlJobs", e);
        }
    }
}
