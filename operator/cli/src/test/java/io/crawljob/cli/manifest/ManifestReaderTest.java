package io.crawljob.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.cli.manifest.ManifestReader.Outcome;
import io.crawljob.crds.v1alpha1.Source.Within;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

    private static final String JOB = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: { name: handbook }
            spec:
              source:
                site:
                  seeds: [https://handbook.example.org/]
            """;

    @Test
    void fillsInWhatTheApiServerWould() {
        var manifest = valid(JOB);

        assertThat(manifest.job().getMetadata().getNamespace()).isEqualTo("default");
        var spec = manifest.job().getSpec();
        assertThat(spec.queueName()).isEqualTo("default");
        assertThat(spec.limits().maxPages()).isEqualTo(10_000);
        assertThat(spec.source())
                .isNotNull()
                .satisfies(source -> assertThat(source.site())
                        .isNotNull()
                        .satisfies(site -> assertThat(site.within()).isEqualTo(Within.HOST)));
    }

    @Test
    void takesTheQueueThePoliciesAndTheConfigMapsOfTheSameFile() {
        var manifest = valid(JOB + """
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: { name: default }
                spec: { workers: { max: 3 } }
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: { name: handbook }
                spec: { hosts: [handbook.example.org], delayMillis: 200 }
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: batch }
                data:
                  urls: |
                    https://example.org/1
                    https://example.org/2
                """);

        assertThat(manifest.queueIfAny().orElseThrow().getSpec().workers().max())
                .isEqualTo(3);
        assertThat(manifest.policies()).hasSize(1);
        assertThat(manifest.configMaps()).containsOnlyKeys("batch");
    }

    @Test
    void tellsAnUnknownFieldWithItsLineAndTheOneThatWasMeant() {
        var problems = problems(JOB + "  limits: { maxPage: 5 }\n");

        assertThat(problems)
                .containsExactly(
                        "site.yaml:8: CrawlJob handbook: spec.limits.maxPage: is not a known field; did you mean maxPages?");
    }

    @Test
    void tellsEveryProblemAtOnce() {
        var problems = problems(JOB.replace("name: handbook", "name: Hand_book") + """
                  limits: { maxPages: 0 }
                  priority: Sometimes
                  fetch: { timeoutSeconds: "30" }
                """);

        assertThat(problems).hasSize(4);
        assertThat(String.join("\n", problems))
                .contains("site.yaml:3: CrawlJob Hand_book: metadata.name: has to be lower-case letters")
                .contains("site.yaml:8: CrawlJob Hand_book: spec.limits.maxPages: has to be at least 1, and is 0")
                .contains("spec.priority: has to be one of Low, Normal, High, Urgent, and is \"Sometimes\"")
                .contains("spec.fetch.timeoutSeconds: has to be a whole number, and is \"30\"");
    }

    @Test
    void tellsWhereAFileIsNoYaml() {
        assertThat(problems("kind: CrawlJob\n  spec: {"))
                .singleElement()
                .asString()
                .startsWith("site.yaml:2: not YAML: ");
    }

    @Test
    void tellsAKeyThatIsThereTwice() {
        assertThat(problems(JOB + "kind: CrawlJob\n"))
                .singleElement()
                .asString()
                .contains("site.yaml:8", "not YAML");
    }

    @Test
    void refusesWhatItCannotRun() {
        assertThat(problems(JOB + "---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\n"))
                .singleElement()
                .asString()
                .contains("site.yaml:10: Secret token: kind: is \"Secret\" of \"v1\"");
    }

    @Test
    void refusesASecondJob() {
        assertThat(problems(JOB + "---\n" + JOB.replace("handbook }", "other }")))
                .singleElement()
                .asString()
                .contains("CrawlJob other: is the second CrawlJob of the file");
    }

    @Test
    void refusesAQueueThatTheJobDoesNotName() {
        assertThat(problems(
                        JOB + "---\napiVersion: crawljob.io/v1alpha1\nkind: CrawlQueue\nmetadata: { name: large }\n"))
                .singleElement()
                .asString()
                .contains(
                        "CrawlQueue large: metadata.name: is not the queue that the CrawlJob names (spec.queueName: default)");
    }

    @Test
    void judgesQueuesAndPoliciesByTheirCrossRules() {
        var problems = problems(JOB + """
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: { name: default }
                spec: { workers: { min: 5, max: 2 } }
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: { name: here }
                spec: { hosts: ["https://example.org"], allowPrivateAddresses: true }
                """);

        assertThat(problems).hasSize(3);
        assertThat(String.join("\n", problems))
                .contains("site.yaml:12: CrawlQueue default: spec.workers.min: has to be at most max (2), and is 5")
                .contains("site.yaml:17: HostPolicy here: spec.hosts[0]: has to be a host in lower case")
                .contains("HostPolicy here: spec.namespaces: has to say whose jobs");
    }

    @Test
    void knowsEveryRuleThatTheSchemasOfTheseKindsHave() throws IOException {
        assertThat(rules("crawlqueues")).hasSize(3);
        assertThat(rules("hostpolicies")).hasSize(2);
    }

    private static List<String> rules(String plural) throws IOException {
        try (var in = Objects.requireNonNull(
                ManifestReader.class.getResourceAsStream("/crds/%s.crawljob.io.yaml".formatted(plural)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("rule:"))
                    .toList();
        }
    }

    @Test
    void takesAnythingOfOursInAFileForACluster() {
        var outcome = ManifestReader.read(
                "all.yaml",
                JOB + "---\n" + JOB.replace("handbook }", "other }") + "---\n" + JOB.replace("handbook }", "third }"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Valid.class,
                        valid -> assertThat(valid.manifests()).hasSize(3));
    }

    @Test
    void needsAJob() {
        assertThat(problems("")).containsExactly("site.yaml: holds no CrawlJob");
    }

    @Test
    void doesNotExpandWhatGrowsWithoutEnd() {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }

        assertThat(problems(laughs.toString())).singleElement().asString().contains("not YAML");
    }

    private static Manifest valid(String text) {
        var outcome = ManifestReader.readToRun("site.yaml", text);
        assertThat(outcome).as("outcome of reading").isInstanceOf(Outcome.Valid.class);
        return ((Outcome.Valid) outcome).manifests().getFirst();
    }

    private static List<String> problems(String text) {
        var outcome = ManifestReader.readToRun("site.yaml", text);
        assertThat(outcome).as("outcome of reading").isInstanceOf(Outcome.Invalid.class);
        return ((Outcome.Invalid) outcome)
                .problems().stream().map(Problem::toString).toList();
    }
}
