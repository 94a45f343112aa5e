package io.crawljob.cli.manifest;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.HostPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one crawl: valid by the schemas, with their defaults filled in.
 *
 * @param queue the job's own, if it is in the file
 * @param configMaps the data of those in the job's namespace, by name
 * @param source where fields stand, for problems that are found later
 */
public record Manifest(
        CrawlJob job,
        @Nullable CrawlQueue queue,
        List<HostPolicy> policies,
        Map<String, Map<String, String>> configMaps,
        Source source) {

    public Manifest {
        policies = List.copyOf(policies);
        configMaps = Map.copyOf(configMaps);
    }

    public Optional<CrawlQueue> queueIfAny() {
        return Optional.ofNullable(queue);
    }

    /** Where the job's document stands. */
    public static final class Source {

        private final YamlDocument document;

        Source(YamlDocument document) {
            this.document = document;
        }

        public String file() {
            return document.file();
        }

        /** A problem with one of the job's fields. */
        public Problem problem(String field, String text) {
            return document.problem(field, text);
        }
    }
}
