package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.cli.manifest.Resources;
import io.crawljob.crds.v1alpha1.CrawlJob;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What the API server does for a resource when it is applied: gives a new one its uid, counts the generations of a known one, refuses what must not change. */
sealed interface Identity {

    /** @param job with uid, generation and its last status */
    record Applied(CrawlJob job) implements Identity {}

    record Refused(List<Problem> problems) implements Identity {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    List<String> IMMUTABLE = List.of("source", "fetch", "extract", "process", "output");

    static Identity apply(Manifest manifest, Optional<CrawlJob> last, Clock clock) {
        return last.isEmpty() ? new Applied(created(manifest.job(), clock)) : updated(manifest, last.get());
    }

    /** As the API server makes it of a manifest that it has not seen before. */
    static CrawlJob created(CrawlJob job, Clock clock) {
        job.getMetadata().setUid(UUID.randomUUID().toString());
        job.getMetadata().setGeneration(1L);
        job.getMetadata()
                .setCreationTimestamp(
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return job;
    }

    private static Identity updated(Manifest manifest, CrawlJob last) {
        var job = manifest.job();
        var before = Resources.asTree(last.getSpec());
        var now = Resources.asTree(job.getSpec());
        var problems = new ArrayList<Problem>();
        if (!name(job).equals(name(last))) {
            problems.add(manifest.source()
                    .problem(
                            "metadata.name",
                            "is %s, and the folder holds the crawl of %s: choose another with --out"
                                    .formatted(name(job), name(last))));
        }
        for (var field : IMMUTABLE) {
            if (!Objects.equals(before.get(field), now.get(field))) {
                problems.add(
                        manifest.source()
                                .problem(
                                        "spec." + field,
                                        "cannot change: the folder holds a crawl with another one; choose another folder with --out"));
            }
        }
        if (!problems.isEmpty()) return new Refused(problems);
        var generation = Objects.requireNonNullElse(last.getMetadata().getGeneration(), 1L);
        job.getMetadata().setUid(last.getMetadata().getUid());
        job.getMetadata().setCreationTimestamp(last.getMetadata().getCreationTimestamp());
        job.getMetadata().setGeneration(before.equals(now) ? generation : Long.valueOf(generation + 1));
        job.setStatus(last.getStatus());
        return new Applied(job);
    }

    private static String name(CrawlJob job) {
        return job.getMetadata().getNamespace() + "/" + job.getMetadata().getName();
    }
}
