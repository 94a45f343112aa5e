package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * The chart's rights in a namespace, each verb taken away in turn: a condition or the log names it, in the API server's words, and nothing ends.
 *
 * <p>{@code -Doperator.rights=all} takes each of them; otherwise some that cost little time.
 */
@ExtendWith(WithApiServer.class)
class RightsTest {

    private static final boolean ALL = "all".equals(System.getProperty("operator.rights"));
    private static final List<Right> SOME = List.of(
            new Right("", "configmaps", "get"),
            new Right("", "secrets", "create"),
            new Right("apps", "deployments", "create"),
            new Right("crawljob.io", "crawljobs/status", "patch"));

    /** What no request of this life needs: a schedule looks whose the CrawlJob is that has the name of its own. */
    private static final List<Right> NOT_ASKED_FOR = List.of(new Right("crawljob.io", "crawljobs", "get"));

    private static final Duration PATIENCE = Duration.ofSeconds(75);

    /** So that a slow machine has made the schedule by then. */
    private static final int RUNS_AFTER = 5;

    /** One verb on one resource. */
    private record Right(String group, String resource, String verb) {

        /** As the API server says it. */
        String words() {
            return "cannot %s resource \"%s\"".formatted(verb, resource);
        }
    }

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Installation at;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"));
        at.stopOperator();
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void close() {
        root().detachAppender(log);
        at.close();
    }

    @Test
    void whicheverRightIsMissingIsNamedAndNothingEnds() throws IOException {
        var rights = rights();
        var unnamed = new ArrayList<Right>();
        var operator = serviceAccount();
        assertThat(rights).containsAll(SOME).containsAll(NOT_ASKED_FOR);
        for (var missing : ALL ? rights : SOME) {
            if (NOT_ASKED_FOR.contains(missing)) continue;
            grant(rights, missing);
            log.list.clear();
            at.startOperator(operator);
            try {
                if (!isNamed(missing)) unnamed.add(missing);
                assertThat(at.lost).isFalse();
            } finally {
                at.stopOperator();
                clear();
            }
        }
        assertThat(unnamed).isEmpty();
    }

    private boolean isNamed(Right missing) {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: reads}
                spec: {source: {urls: {configMapKeyRef: {name: urls, key: list}}}}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: ends}
                spec: {source: {urls: {list: ["https://example.org/"]}}, ttlSecondsAfterFinished: 1, cancel: true}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlSchedule
                metadata: {name: works}
                spec:
                  runAt: '%s'
                  jobTemplate: {spec: {queueName: other, source: {urls: {list: ["https://example.org/"]}}}}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: other}
                spec: {}
                """.formatted(Instant.now().plusSeconds(RUNS_AFTER).truncatedTo(ChronoUnit.SECONDS)));
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isLogged(missing) || inACondition(missing.words()));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private boolean isLogged(Right missing) {
        return List.copyOf(log.list).stream()
                .map(RightsTest::text)
                .anyMatch(text -> text.contains(missing.words()) || isRefusedWatch(missing, text));
    }

    /** A WebSocket is refused without words of the API server's, so the request itself stands there. */
    private static boolean isRefusedWatch(Right missing, String text) {
        return missing.verb().equals("watch")
                && text.contains("403")
                && text.contains("/" + missing.resource() + "?")
                && text.contains("watch=true");
    }

    private static String text(ILoggingEvent event) {
        var text = new StringBuilder(event.getFormattedMessage());
        for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause())
            text.append(cause.getMessage());
        return text.toString();
    }

    private boolean inACondition(String words) {
        return at.api
                .kubectl(
                        "get", "crawljobs,crawlqueues,crawlschedules", "-n", at.namespace, "-o", "jsonpath={..message}")
                .orFail()
                .out()
                .contains(words);
    }

    private void clear() {
        at.api
                .kubectl(
                        "delete",
                        "crawljobs,crawlqueues,crawlschedules,deployments,serviceaccounts,networkpolicies,secrets",
                        "-n",
                        at.namespace,
                        "--field-selector=metadata.name!=operator")
                .orFail();
    }

    /** All that the chart gives in a namespace that is watched. */
    private static List<Right> rights() throws IOException {
        var template = Files.readString(Path.of("")
                .toAbsolutePath()
                .resolve("../../helm/crawljob/templates/rbac.yaml")
                .normalize());
        var begin = template.indexOf('\n', template.indexOf("define \"crawljob.namespaceRules\"")) + 1;
        var yaml = template.substring(begin, template.indexOf("{{- end }}", begin));
        var rules = new KubernetesSerialization().unmarshal(yaml, PolicyRule[].class);
        return Arrays.stream(rules)
                .flatMap(rule -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .map(verb -> new Right(rule.getApiGroups().getFirst(), resource, verb))))
                .toList();
    }

    private Config serviceAccount() {
        at.api
                .kubectl("create", "serviceaccount", "operator", "-n", at.namespace)
                .orFail();
        for (var binding : List.of("rolebinding", "clusterrolebinding")) {
            var role = binding.equals("rolebinding") ? "--role=operator" : "--clusterrole=" + at.namespace;
            at.api
                    .kubectl(
                            "create",
                            binding,
                            at.namespace,
                            "-n",
                            at.namespace,
                            role,
                            "--serviceaccount=" + at.namespace + ":operator")
                    .orFail();
        }
        // The cluster's id, without which nothing is swept.
        at.api
                .kubectl("create", "clusterrole", at.namespace, "--verb=get", "--resource=namespaces")
                .orFail();
        var token = at.api
                .kubectl("create", "token", "operator", "-n", at.namespace, "--duration=2h")
                .orFail()
                .out()
                .strip();
        return at.as(token);
    }

    private void grant(List<Right> rights, Right but) {
        var rules = rights.stream()
                .filter(right -> !right.equals(but))
                .map(right -> new PolicyRuleBuilder()
                        .withApiGroups(right.group())
                        .withResources(right.resource())
                        .withVerbs(right.verb())
                        .build())
                .toList();
        at.client
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .withNamespace(at.namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
