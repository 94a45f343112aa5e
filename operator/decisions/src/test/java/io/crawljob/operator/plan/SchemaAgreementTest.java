package io.crawljob.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Workers;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The mapper judges manifests that no API server has seen; it must not judge otherwise than the schema does. */
class SchemaAgreementTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final KubernetesSerialization CLIENT = new KubernetesSerialization();
    private static final PlanSettings SETTINGS = new PlanSettings("CrawlJob/0.1 (+https://example.org/bot)", false);

    @SuppressWarnings("unused") // read by name
    private static final List<JsonNode> SAMPLES = samples();

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void everySampleBecomesAPlan(JsonNode sample) {
        var validated = map(sample);

        assertThat(validated).isInstanceOf(Validated.Accepted.class);
    }

    @Test
    void everyNumberHasTheBoundsOfTheSchema() throws IOException {
        var differences = new ArrayList<String>();

        numbers("spec", schema(), (path, schema) -> {
            var lowest = schema.path("minimum").asLong();
            var highest = schema.path("maximum").asLong();
            List.of(lowest - 1, highest + 1).forEach(outside -> {
                if (!complainsOf(path, outside)) differences.add("%s takes %d".formatted(path, outside));
            });
            List.of(lowest, highest).forEach(inside -> {
                if (complainsOf(path, inside)) differences.add("%s refuses %d".formatted(path, inside));
            });
        });

        assertThat(differences).isEmpty();
    }

    /** A cap below the first delay's default: nobody wrote that default, so nobody can be told to lower it. */
    @Test
    void aShortBackoffNeedsNoMoreThanItsCap() {
        var validated = map(job("backoff: {maxSeconds: 1}"));

        assertThat(validated).isInstanceOf(Validated.Accepted.class);
    }

    private interface Numbers {
        void visit(String path, JsonNode schema);
    }

    private static void numbers(String path, JsonNode schema, Numbers numbers) {
        if (schema.path("type").asText().matches("integer|number")) {
            numbers.visit(path, schema);
        }
        schema.path("properties")
                .properties()
                .forEach(property -> numbers(path + "." + property.getKey(), property.getValue(), numbers));
    }

    private static boolean complainsOf(String path, long value) {
        var job = job("limit: 3");
        var at = job;
        var steps = List.of(path.split("\\.", -1));
        for (var step : steps.subList(0, steps.size() - 1)) {
            at = at.withObject("/" + step);
        }
        at.put(steps.getLast(), value);
        return map(job) instanceof Validated.Rejected rejected
                && rejected.problems().stream()
                        .anyMatch(problem -> problem.reason() == Reason.INVALID_SPEC
                                && problem.field().equals(path));
    }

    private static ObjectNode job(String retry) {
        try {
            return (ObjectNode) YAML.readTree("""
                    apiVersion: crawljob.io/v1alpha1
                    kind: CrawlJob
                    metadata: {name: a, namespace: b}
                    spec: {source: {site: {seeds: ['https://example.org/']}}, retry: {%s}}
                    """.formatted(retry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Validated map(JsonNode manifest) {
        var job = CLIENT.unmarshal(manifest.toString(), CrawlJob.class);
        job.getMetadata().setUid("uid-1");
        job.getMetadata().setNamespace("b");
        var offered = List.of(new Workers.Secret("members-token", List.of("members.example.org")));
        var there = new References(true, Map.of("urls.txt", "https://example.org/a"), offered, true);
        return PlanMapper.map(job, SETTINGS, there);
    }

    private static JsonNode schema() throws IOException {
        try (var crd = CrawlJob.class.getResourceAsStream("/crds/crawljobs.crawljob.io.yaml")) {
            return YAML.readTree(crd).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        }
    }

    private static List<JsonNode> samples() {
        var samples = new LinkedHashMap<String, JsonNode>();
        try (var files = Files.list(Path.of("../../crds/samples"))) {
            for (var file : files.filter(name -> name.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                YAML.readerFor(JsonNode.class)
                        .<JsonNode>readValues(file.toFile())
                        .forEachRemaining(manifest -> {
                            if (manifest.path("kind").asText().equals("CrawlJob")) {
                                samples.put(manifest.at("/metadata/name").asText(), manifest);
                            }
                        });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(samples.values());
    }
}
