package io.crawljob.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a chart has rendered. */
record Manifests(List<JsonNode> all) {

    /** See {@link Chart#withHooksShown}. */
    static final String HOOK = "chart-test.crawljob.io/hook";

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    Manifests {
        all = List.copyOf(all);
    }

    static Manifests parse(String text) {
        try (var parser = new YAMLFactory().createParser(text)) {
            return new Manifests(YAML.readValues(parser, JsonNode.class).readAll().stream()
                    .filter(JsonNode::isObject)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The members of a list, or none where there is no list. */
    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static List<String> texts(JsonNode list) {
        return each(list).map(JsonNode::asText).toList();
    }

    Set<String> kinds() {
        return all.stream().map(it -> it.path("kind").asText()).collect(Collectors.toSet());
    }

    List<JsonNode> of(String... kinds) {
        var wanted = Set.of(kinds);
        return all.stream()
                .filter(it -> wanted.contains(it.path("kind").asText()))
                .toList();
    }

    /** The one of its kind that has the release's name. */
    JsonNode the(String kind) {
        return the(kind, "crawls-crawljob");
    }

    JsonNode the(String kind, String name) {
        var found = of(kind).stream()
                .filter(it -> it.at("/metadata/name").asText().equals(name))
                .toList();
        if (found.size() != 1) throw new AssertionError("%d of %s/%s".formatted(found.size(), kind, name));
        return found.getFirst();
    }

    /** What `helm test` makes, if hooks are shown. */
    Manifests hooks() {
        return where(it -> it.at("/metadata/annotations").has(HOOK));
    }

    Manifests where(Predicate<JsonNode> which) {
        return new Manifests(all.stream().filter(which).toList());
    }

    Manifests and(Manifests more) {
        return new Manifests(Stream.concat(all.stream(), more.all.stream()).toList());
    }

    /** The pods of everything that makes some, by what makes them. */
    List<JsonNode> pods() {
        return all.stream()
                .map(it -> it.path("kind").asText().equals("Pod") ? it.path("spec") : it.at("/spec/template/spec"))
                .filter(JsonNode::isObject)
                .toList();
    }

    JsonNode operator() {
        return the("Deployment").at("/spec/template/spec/containers/0");
    }

    /** The names of what the operator is told. */
    Set<String> settings() {
        return each(operator().path("env")).map(it -> it.path("name").asText()).collect(Collectors.toSet());
    }

    /** One thing that the operator is told: its value as text, or empty where it comes from elsewhere or is not there. */
    String setting(String name) {
        return variable(name).path("value").asText();
    }

    JsonNode variable(String name) {
        return each(operator().path("env"))
                .filter(it -> it.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    String text() {
        return all.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
    }
}
