package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.cli.manifest.CrdSchemas.Kind;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.HostPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a manifest's documents into one crawl, or tells all that is wrong with them. */
public final class ManifestReader {

    /** Metadata by Kubernetes itself; a status in a file by nobody, as it is not the person's to write. */
    private static final List<String> JUDGED_ELSEWHERE = List.of("metadata", "status");

    private final List<Problem> problems = new ArrayList<>();
    private final List<YamlDocument> jobs = new ArrayList<>();
    private final List<YamlDocument> queues = new ArrayList<>();
    private final List<YamlDocument> policies = new ArrayList<>();
    private final List<YamlDocument> configMaps = new ArrayList<>();

    private ManifestReader() {}

    /** What came of reading. */
    public sealed interface Outcome {
        record Valid(Manifest manifest) implements Outcome {}

        record Invalid(List<Problem> problems) implements Outcome {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /** @param file the name that problems are told with */
    public static Outcome read(String file, String text) {
        return new ManifestReader().readAll(file, text);
    }

    private Outcome readAll(String file, String text) {
        try {
            YamlDocument.readAll(file, text).forEach(this::sort);
        } catch (YamlDocument.NotYamlException e) {
            return new Outcome.Invalid(List.of(e.problem()));
        }
        if (jobs.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem(file, "", "", "holds no CrawlJob"));
        }
        jobs.stream()
                .skip(1)
                .forEach(more -> tell(more, "", "is the second CrawlJob of the file: give each a file of its own"));
        if (problems.isEmpty()) queues.forEach(this::checkBelongs);
        return problems.isEmpty() ? new Outcome.Valid(manifest()) : new Outcome.Invalid(problems);
    }

    private void sort(YamlDocument document) {
        var kind = document.content().path("kind").asText();
        var version = document.content().path("apiVersion").asText();
        switch (version + "/" + kind) {
            case "crawljob.io/v1alpha1/CrawlJob" -> keep(document, Kind.CRAWL_JOB, jobs);
            case "crawljob.io/v1alpha1/CrawlQueue" -> keep(document, Kind.CRAWL_QUEUE, queues);
            case "crawljob.io/v1alpha1/HostPolicy" -> keep(document, Kind.HOST_POLICY, policies);
            case "v1/ConfigMap" -> keepConfigMap(document);
            case "v1/Namespace" -> {} // there is none to make here, and every name will do
            default ->
                tell(
                        document,
                        kind.isEmpty() || version.isEmpty() ? (kind.isEmpty() ? "kind" : "apiVersion") : "kind",
                        "is %s: a run here takes CrawlJob, CrawlQueue and HostPolicy of crawljob.io/v1alpha1, and ConfigMap of v1"
                                .formatted(
                                        kind.isEmpty() && version.isEmpty()
                                                ? "missing"
                                                : "\"" + kind + "\" of \"" + version + "\""));
        }
    }

    private void keep(YamlDocument document, Kind kind, List<YamlDocument> among) {
        Metadata.check(document.content().path("metadata")).forEach((field, text) -> tell(document, field, text));
        var schema = CrdSchemas.of(kind);
        var written = document.content().deepCopy();
        if (written instanceof ObjectNode object) object.remove(JUDGED_ELSEWHERE);
        schema.check(written, (field, text) -> tell(document, field, text));
        schema.fillIn(document.content());
        among.add(document);
    }

    private void keepConfigMap(YamlDocument document) {
        Metadata.check(document.content().path("metadata")).forEach((field, text) -> tell(document, field, text));
        document.content().path("data").properties().forEach(entry -> {
            if (!entry.getValue().isTextual())
                tell(document, "data." + entry.getKey(), "has to be text: put it in quotes or write it as a block (|)");
        });
        configMaps.add(document);
    }

    private void checkBelongs(YamlDocument queue) {
        var job = jobs.getFirst().content();
        var named = job.path("spec").path("queueName").asText();
        var content = queue.content();
        if (!content.path("metadata").path("name").asText().equals(named)) {
            tell(
                    queue,
                    "metadata.name",
                    "is not the queue that the CrawlJob names (spec.queueName: %s)".formatted(named));
        }
        if (!Metadata.namespace(content).equals(Metadata.namespace(job))) {
            tell(
                    queue,
                    "metadata.namespace",
                    "is %s, and the CrawlJob's is %s".formatted(Metadata.namespace(content), Metadata.namespace(job)));
        }
    }

    private Manifest manifest() {
        var document = jobs.getFirst();
        var job = Resources.typed(document.content(), CrawlJob.class);
        job.setStatus(null);
        job.getMetadata().setNamespace(Metadata.namespace(document.content()));
        var data = new HashMap<String, Map<String, String>>();
        configMaps.stream()
                .map(YamlDocument::content)
                .filter(map -> Metadata.namespace(map).equals(Metadata.namespace(document.content())))
                .forEach(map -> data.put(map.path("metadata").path("name").asText(), data(map.path("data"))));
        return new Manifest(
                job,
                queues.isEmpty() ? null : Resources.typed(queues.getFirst().content(), CrawlQueue.class),
                policies.stream()
                        .map(policy -> Resources.typed(policy.content(), HostPolicy.class))
                        .toList(),
                data,
                new Manifest.Source(document));
    }

    private static Map<String, String> data(JsonNode data) {
        var map = new HashMap<String, String>();
        data.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private void tell(YamlDocument document, String field, String text) {
        var content = document.content();
        var resource = (content.path("kind").asText() + " "
                        + content.path("metadata").path("name").asText())
                .strip();
        problems.add(new Problem(document.where(field), resource, field, text));
    }
}
