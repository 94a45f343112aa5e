package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.FINISHED;
import static io.crawljob.crds.v1alpha1.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.crds.v1alpha1.HostPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart's rights are those that a whole life asks for, and no others: what was asked is what the API server was asked. */
@ExtendWith(WithApiServer.class)
class RightsUsedTest {

    private static final Path RULES = Path.of("../../helm/crawljob/templates/rbac.yaml");
    private static final Pattern PATH = Pattern.compile(
            "/apis?/(?:([^/]+\\.[^/]+|apps)/)?v[^/]+/(?:namespaces/[^/]+/)?([a-z]+)(?:/([^/]+))?(?:/([a-z]+))?");

    @Test
    void theChartGivesWhatAWholeLifeAsksForAndNothingBesides(RealApiServer api) throws IOException {
        try (var at = Installation.of(api, Map.of("CRAWL_WATCH_NAMESPACES", ""));
                var server = new FaultyApiServer(at.adminConfig())) {
            at.stopOperator();
            // That one has left its own.
            at.client.leases().inNamespace(at.namespace).delete();
            at.startOperator(server.config());

            live(at);
            at.stopOperator();

            var asked = new TreeSet<String>();
            server.asked().forEach(it -> asked.add(right(it)));
            // An apply that makes an object asks for both.
            server.asked().stream()
                    .map(RightsUsedTest::right)
                    .filter(it -> it.startsWith("patch ") && !it.endsWith("/status"))
                    .forEach(it -> asked.add(it.replace("patch ", "create ")));
            assertThat(asked).containsExactlyInAnyOrderElementsOf(given());
        }
    }

    private static void live(Installation at) {
        var taken = soon();
        at.applyBatch("taken-" + taken.getEpochSecond() / 60, 1, "suspend: true");
        at.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: urls}
                data: {list: "https://example.org/"}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: {name: rights-used}
                spec: {hosts: [rights-used.example.org]}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: from-a-map}
                spec: {source: {urls: {configMapKeyRef: {name: urls, key: list}}}, cancel: true, ttlSecondsAfterFinished: 1}
                """);
        schedule(at, "taken", taken);
        schedule(at, "made", soon());
        at.eventually(() -> at.client
                        .resources(HostPolicy.class)
                        .withName("rights-used")
                        .require()
                        .getStatus()
                != null);
        at.eventually(() -> !at.jobExists("from-a-map"));
        at.eventually(() -> scheduleSays(at, "taken", "NameTaken"));
        at.eventually(() -> !at.client
                .resources(CrawlJob.class)
                .inNamespace(at.namespace)
                .withLabel("crawljob.io/schedule", "made")
                .list()
                .getItems()
                .isEmpty());
        at.api.kubectl("delete", "hostpolicy", "rights-used").orFail();

        var worker = new WorkerPlay(at.queue, "worker-1");
        var key = at.applyBatch("whole", 1);
        at.eventually(() -> {
            worker.fetchOne(key);
            return at.said("whole", FINISHED).startsWith("True");
        });
    }

    private static boolean scheduleSays(Installation at, String name, String reason) {
        var status = at.client
                .resources(CrawlSchedule.class)
                .inNamespace(at.namespace)
                .withName(name)
                .require()
                .getStatus();
        return status != null
                && status.conditions().stream()
                        .anyMatch(it -> it.type().equals(READY.toString())
                                && it.reason().equals(reason));
    }

    private static void schedule(Installation at, String name, Instant due) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlSchedule
                metadata: {name: %s}
                spec: {runAt: "%s", jobTemplate: {spec: {queueName: quick, source: {urls: {list: ["https://example.org/"]}}}}}
                """.formatted(name, due));
    }

    /** Late enough for a slow machine to have made the schedule by then: it makes nothing for times before that. */
    private static Instant soon() {
        return Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Such as {@code patch crawljob.io/crawljobs/status}, as RBAC has it. */
    private static String right(FaultyApiServer.Asked asked) {
        var path = PATH.matcher(asked.path());
        if (!path.matches()) throw new AssertionError(asked);
        var named = path.group(3) != null;
        var verb = switch (asked.method()) {
            case "GET" -> asked.watch() ? "watch" : named ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> throw new AssertionError(asked);
        };
        var group = path.group(1) == null ? "" : path.group(1);
        var sub = path.group(4) == null ? "" : "/" + path.group(4);
        return "%s %s/%s%s".formatted(verb, group, path.group(2), sub);
    }

    /** But for what the read API alone asks: it is not the operator's life. */
    private static Set<String> given() throws IOException {
        var template = Files.readString(RULES);
        var rights = new TreeSet<String>();
        for (var part : template.split("\n---\n|\\{\\{- end }}\n\n", -1)) {
            var operators = part.contains("crawljob.namespaceRules\" -")
                    || part.contains("tokenreviews")
                    || part.contains("-leader\n");
            if (operators && part.contains("- apiGroups:")) rights.addAll(rights(part));
        }
        rights.remove("create authentication.k8s.io/tokenreviews");
        rights.remove("create authorization.k8s.io/subjectaccessreviews");
        return rights;
    }

    private static Set<String> rights(String part) {
        var rights = new TreeSet<String>();
        var rules = new StringBuilder();
        part.lines()
                .map(String::strip)
                .filter(line -> line.matches("- apiGroups:.*|(resources|verbs|resourceNames):.*"))
                .forEach(line ->
                        rules.append(line.startsWith("-") ? line : "  " + line).append('\n'));
        Arrays.stream(new KubernetesSerialization().unmarshal(rules.toString(), PolicyRule[].class))
                .forEach(rule -> rule.getResources()
                        .forEach(resource -> rule.getVerbs()
                                .forEach(verb -> rights.add("%s %s/%s"
                                        .formatted(verb, rule.getApiGroups().getFirst(), resource)))));
        return rights;
    }
}
