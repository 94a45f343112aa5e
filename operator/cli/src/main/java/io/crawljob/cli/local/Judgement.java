package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.plan.Validated;
import io.crawljob.operator.queuestatus.QueueNotSupported;
import java.util.List;
import java.util.Optional;

/** What the operator would make of a manifest whose schema is right. */
sealed interface Judgement {

    record Valid(Validated.Accepted plan) implements Judgement {}

    record Invalid(List<Problem> problems) implements Judgement {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    static Judgement of(Manifest manifest, CrawlJob job) {
        var notSupported = manifest.queueIfAny().stream()
                .flatMap(queue ->
                        QueueNotSupported.fields(queue.getSpec()).stream().map(field -> later(manifest, queue, field)))
                .toList();
        if (!notSupported.isEmpty()) return new Invalid(notSupported);
        return switch (PlanMapper.map(job, LocalSettings.plan(), references(manifest, job))) {
            case Validated.Accepted accepted -> new Valid(accepted);
            case Validated.Rejected rejected ->
                new Invalid(rejected.problems().stream()
                        .map(problem -> manifest.source().problem(problem.field(), problem.text()))
                        .toList());
        };
    }

    private static Problem later(Manifest manifest, CrawlQueue queue, String field) {
        return new Problem(
                manifest.source().file(),
                "CrawlQueue " + queue.getMetadata().getName(),
                field,
                "this version does not act on it (NotSupportedYet): leave it out");
    }

    /** As the queue says; where the file has none, this machine's own is as good. */
    private static boolean browser(Manifest manifest) {
        return manifest.queueIfAny()
                .map(queue -> queue.getSpec().workers().browser())
                .orElse(true);
    }

    /** Like a cluster's, where the chart's default makes a queue of the name {@code default} that is not there. */
    private static References references(Manifest manifest, CrawlJob job) {
        var exists = job.getSpec().queueName().equals("default")
                || manifest.queueIfAny().isPresent();
        var source = job.getSpec().source();
        var reference =
                source == null || source.urls() == null ? null : source.urls().configMapKeyRef();
        var data =
                Optional.ofNullable(reference).map(it -> manifest.configMaps().get(it.name()));
        var secrets = manifest.queueIfAny().stream()
                .flatMap(queue -> queue.getSpec().workers().secrets().stream())
                .toList();
        return new References(exists, data.orElse(null), secrets, browser(manifest));
    }
}
