package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.cli.manifest.CrdSchemas.Kind;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.HostPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a manifest's documents into crawls, or tells all that is wrong with them. */
public final class ManifestReader {

    private ManifestReader() {}

    /** What came of reading. */
    public sealed interface Outcome {
        /** @param manifests one for each CrawlJob */
        record Valid(List<Manifest> manifests) implements Outcome {
            public Valid {
                manifests = List.copyOf(manifests);
            }
        }

        record Invalid(List<Problem> problems) implements Outcome {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** For a file that is to be run here: it has one CrawlJob, and nothing that this crawl would not use. */
    public static Outcome readToRun(String file, String text) {
        var documents = Documents.read(file, text);
        var jobs = documents.of(Kind.CRAWL_JOB);
        if (jobs.isEmpty() && documents.problems().isEmpty()) {
            documents.problems().add(new Problem(file, "", "", "holds no CrawlJob"));
        }
        jobs.stream()
                .skip(1)
                .forEach(more ->
                        documents.tell(more, "", "is the second CrawlJob of the file: give each a file of its own"));
        documents
                .of(Kind.CRAWL_SCHEDULE)
                .forEach(it -> documents.tell(it, "kind", "is CrawlSchedule: what is run here is run at once"));
        if (documents.problems().isEmpty()) {
            documents.of(Kind.CRAWL_QUEUE).forEach(queue -> checkBelongs(documents, queue, jobs.getFirst()));
        }
        return outcome(documents);
    }

    /** For a file that is meant for a cluster: any of our kinds, as many as it likes. */
    public static Outcome read(String file, String text) {
        return outcome(Documents.read(file, text));
    }

    private static Outcome outcome(Documents documents) {
        if (!documents.problems().isEmpty()) return new Outcome.Invalid(documents.problems());
        return new Outcome.Valid(documents.of(Kind.CRAWL_JOB).stream()
                .map(job -> manifest(documents, job))
                .toList());
    }

    private static void checkBelongs(Documents documents, YamlDocument queue, YamlDocument job) {
        if (!name(queue).equals(queueOf(job))) {
            documents.tell(
                    queue,
                    "metadata.name",
                    "is not the queue that the CrawlJob names (spec.queueName: %s)".formatted(queueOf(job)));
        }
        if (!namespace(queue).equals(namespace(job))) {
            documents.tell(
                    queue,
                    "metadata.namespace",
                    "is %s, and the CrawlJob's is %s".formatted(namespace(queue), namespace(job)));
        }
    }

    private static Manifest manifest(Documents documents, YamlDocument document) {
        var job = Resources.typed(document.content(), CrawlJob.class);
        job.setStatus(null);
        job.getMetadata().setNamespace(namespace(document));
        var data = new HashMap<String, Map<String, String>>();
        documents.configMaps().stream()
                .filter(map -> namespace(map).equals(namespace(document)))
                .forEach(map -> data.put(name(map), data(map.content().path("data"))));
        var queue = documents.of(Kind.CRAWL_QUEUE).stream()
                .filter(it ->
                        name(it).equals(queueOf(document)) && namespace(it).equals(namespace(document)))
                .findFirst();
        return new Manifest(
                job,
                queue.map(it -> Resources.typed(it.content(), CrawlQueue.class)).orElse(null),
                documents.of(Kind.HOST_POLICY).stream()
                        .map(policy -> Resources.typed(policy.content(), HostPolicy.class))
                        .toList(),
                data,
                new Manifest.Source(document));
    }

    private static String queueOf(YamlDocument job) {
        return job.content().path("spec").path("queueName").asText();
    }

    private static String name(YamlDocument document) {
        return document.content().path("metadata").path("name").asText();
    }

    private static String namespace(YamlDocument document) {
        return Metadata.namespace(document.content());
    }

    private static Map<String, String> data(JsonNode data) {
        var map = new HashMap<String, String>();
        data.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
