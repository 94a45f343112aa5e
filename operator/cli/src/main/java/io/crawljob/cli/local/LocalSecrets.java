package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.crds.v1alpha1.Workers;
import io.crawljob.worker.settings.WorkerSettings.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secrets of a local run: files in a folder, as the kubelet would mount them. */
final class LocalSecrets {

    private static final Path NOWHERE = Path.of("no-secrets");

    private LocalSecrets() {}

    static Secrets of(CrawlQueueSpec queue, @Nullable Path folder) {
        return new Secrets(
                folder == null ? NOWHERE : folder,
                queue.workers().secrets().stream()
                        .collect(Collectors.toMap(
                                it -> Objects.requireNonNull(it.name()), Workers.Secret::hosts, (one, same) -> one)));
    }

    /** Each value that is not there, since nobody would bring it while the crawl waits. */
    static List<Problem> missing(Manifest manifest, CrawlJob job, @Nullable Path folder) {
        var problems = new ArrayList<Problem>();
        var headers = job.getSpec().fetch().headers();
        for (var i = 0; i < headers.size(); i++) {
            var from = headers.get(i).valueFrom();
            if (from == null) continue;
            var place = "%s/%s".formatted(from.name(), from.key());
            if (folder != null && Files.isRegularFile(folder.resolve(place))) continue;
            var text = folder == null
                    ? "is a Secret's, which a run without a cluster does not have: write the value to a file DIR/%s and give --secrets DIR"
                            .formatted(place)
                    : "is not in %s: write the value to the file %s".formatted(folder, folder.resolve(place));
            problems.add(manifest.source().problem("spec.fetch.headers[%d].valueFrom".formatted(i), text));
        }
        return problems;
    }
}
