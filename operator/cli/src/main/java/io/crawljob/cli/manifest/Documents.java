package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.cli.manifest.CrdSchemas.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A file's documents by kind, each judged by itself, with defaults filled in. */
final class Documents {

    /** Metadata by Kubernetes itself; a status in a file by nobody, as it is not the person's to write. */
    private static final List<String> JUDGED_ELSEWHERE = List.of("metadata", "status");

    private final List<Problem> problems = new ArrayList<>();
    private final Map<Kind, List<YamlDocument>> byKind = new EnumMap<>(Kind.class);
    private final List<YamlDocument> configMaps = new ArrayList<>();

    private Documents() {}

    static Documents read(String file, String text) {
        var documents = new Documents();
        try {
            YamlDocument.readAll(file, text).forEach(documents::sort);
        } catch (YamlDocument.NotYamlException e) {
            documents.problems.add(e.problem());
        }
        return documents;
    }

    /** All so far. */
    List<Problem> problems() {
        return problems;
    }

    List<YamlDocument> of(Kind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    List<YamlDocument> configMaps() {
        return configMaps;
    }

    void tell(YamlDocument document, String field, String text) {
        problems.add(document.problem(field, text));
    }

    private void sort(YamlDocument document) {
        var kind = document.content().path("kind").asText();
        var version = document.content().path("apiVersion").asText();
        switch (version + "/" + kind) {
            case "crawljob.io/v1alpha1/CrawlJob" -> keep(document, Kind.CRAWL_JOB);
            case "crawljob.io/v1alpha1/CrawlQueue" -> keep(document, Kind.CRAWL_QUEUE);
            case "crawljob.io/v1alpha1/CrawlSchedule" -> keep(document, Kind.CRAWL_SCHEDULE);
            case "crawljob.io/v1alpha1/HostPolicy" -> keep(document, Kind.HOST_POLICY);
            case "v1/ConfigMap" -> keepConfigMap(document);
            case "v1/Namespace" -> {} // there is none to make here, and every name will do
            default -> tellForeign(document, version, kind);
        }
    }

    private void tellForeign(YamlDocument document, String version, String kind) {
        if (kind.isEmpty()) {
            tell(document, "kind", "is missing");
        } else if (version.isEmpty()) {
            tell(document, "apiVersion", "is missing");
        } else {
            tell(
                    document,
                    "kind",
                    "is \"%s\" of \"%s\": a file here holds kinds of crawljob.io/v1alpha1, and ConfigMap of v1"
                            .formatted(kind, version));
        }
    }

    private void keep(YamlDocument document, Kind kind) {
        checkMetadata(document);
        var schema = CrdSchemas.of(kind);
        var written = document.content().deepCopy();
        if (written instanceof ObjectNode object) object.remove(JUDGED_ELSEWHERE);
        schema.check(written, (field, text) -> tell(document, field, text));
        schema.fillIn(document.content());
        CrossRules.broken(kind, document.content()).forEach((field, text) -> tell(document, field, text));
        byKind.computeIfAbsent(kind, it -> new ArrayList<>()).add(document);
    }

    private void keepConfigMap(YamlDocument document) {
        checkMetadata(document);
        document.content().path("data").properties().forEach(entry -> {
            if (entry.getValue().isTextual()) return;
            tell(document, "data." + entry.getKey(), "has to be text: put it in quotes or write it as a block (|)");
        });
        configMaps.add(document);
    }

    private void checkMetadata(YamlDocument document) {
        Metadata.check(document.content().path("metadata")).forEach((field, text) -> tell(document, field, text));
    }
}
