package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Manifests.json;
import static io.crawljob.chart.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart takes as values, and what it says of them. */
@ExtendWith(HelmBesideApiServer.class)
class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{operator: {replica: 2}}                       | replica",
                "{imagePullPolicy: Never}                       | imagePullPolicy",
                "{redis: {bundled: {persistence: {path: /x}}}}  | path",
                "{image: {pullPolicy: Sometimes}}               | /image/pullPolicy",
                "{operator: {replicas: -1}}                     | /operator/replicas",
                "{operator: {replicas: two}}                    | /operator/replicas",
                "{politeness: {userAgent: anonymous}}           | /politeness/userAgent",
                "{politeness: {default: {maxConcurrent: 0}}}    | /politeness/default/maxConcurrent",
                "{redis: {url: 'http://redis'}}                 | /redis/url",
                "{network: {egressCidrs: [10.0.0.0]}}           | /network/egressCidrs/0",
                "{watchNamespaces: [Not_A_Name]}                | /watchNamespaces/0",
                "{redis: {bundled: {maxMemory: lots}}}          | /redis/bundled/maxMemory",
                "{crds: {enabled: maybe}}                       | /crds/enabled",
                "{test: {timeoutSeconds: soon}}                 | /test/timeoutSeconds",
            })
    void refusesWhatIsUnknownOrOutOfBoundsAndNamesIt(String values, String named) {
        assertThat(CRAWLJOB.refusal(values)).contains(named);
    }

    @Test
    void theSchemaKnowsEveryValueThatTheFileShows() {
        var schema = json(CRAWLJOB.file("values.schema.json"));
        var values = yaml(CRAWLJOB.file("values.yaml"));

        assertThat(unknown(values, schema, "")).isEmpty();
        assertThat(unknown(yaml("{operator: {replica: 2}}"), schema, "")).containsExactly(".operator.replica");
    }

    @Test
    void theNotesHaveAFirstCrawlToPaste() {
        var notes = CRAWLJOB.notes("{}");

        var pasted = Pattern.compile("<<'YAML'\n(.*?)\n *YAML", Pattern.DOTALL).matcher(notes);

        assertThat(pasted.find()).isTrue();
        assertThat(yaml(pasted.group(1)).path("kind").asText()).isEqualTo("CrawlJob");
        assertThat(notes).doesNotContain("WARNING");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{redis: {bundled: {persistence: {enabled: false}}}}      | every crawl under way is lost",
                "{redis: {url: 'redis://r:6379', existingSecret: s}}      | is not encrypted",
                "{redis: {url: 'rediss://user:secret@r:6379'}}            | no password is set for rediss://r:6379",
                "{redis: {password: secret}}                              | kept in the release's values",
                "{politeness: {allowIgnoreRobots: true}}                  | may ignore robots.txt",
                "{politeness: {default: {delayMillis: 10}}}               | 100 requests a second",
                "{operator: {replicas: 2, leaderElection: false}}         | each will act",
            })
    void theNotesWarnOfRiskyValues(String values, String words) {
        assertThat(CRAWLJOB.notes(values)).contains("WARNING", words);
    }

    private static Stream<String> unknown(JsonNode value, JsonNode schema, String path) {
        if (!value.isObject() || !schema.has("properties")) return Stream.empty();
        return value.propertyStream().flatMap(it -> {
            var name = path + "." + it.getKey();
            var known = schema.path("properties").path(it.getKey());
            return known.isMissingNode() ? Stream.of(name) : unknown(it.getValue(), known, name);
        });
    }
}
