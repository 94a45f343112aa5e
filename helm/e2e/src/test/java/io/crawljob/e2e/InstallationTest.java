package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values of the chart that are wrong or change while crawls are under way. */
class InstallationTest {

    private static final Duration TOLD = Duration.ofSeconds(30);
    private static final Duration CRAWL = Duration.ofMinutes(3);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-install");

    @RegisterExtension
    static final Site SITE = Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "install.test");

    @AfterEach
    void installAsItWas() {
        helm("rollback", Installation.NAME, "1", "--wait", "--timeout=2m");
    }

    @Test
    void passwordsStayTheSameOverAnUpgrade() {
        var before = secrets();

        upgrade("politeness.default.delayMillis=900");

        assertThat(secrets()).isEqualTo(before).isNotEmpty();
    }

    @Test
    void anImageThatCannotBePulledIsNamedAndTheCrawlGoesOnWhenItCan() {
        upgrade("image.worker=crawljob/worker:not-there");
        var crawl = start("image");

        assertThat(crawl.awaitCondition("WorkersReady", "False/ImagePullFailed", TOLD))
                .contains("crawljob/worker:not-there");

        installAsItWas();
        crawl.awaitComplete(CRAWL);
    }

    @Test
    void aWrongRedisAddressIsNamedWithoutACrashLoopAndTheCrawlGoesOnWhenItIsRight() {
        upgrade("redis.url=redis://nowhere.test:6379");
        var crawl = start("redis");

        // The operator of before may have a last word, on an address that is gone.
        await("the wrong address is named")
                .atMost(TOLD)
                .untilAsserted(() -> assertThat(crawl.awaitCondition("Progressing", "False/RedisUnavailable", TOLD))
                        .contains("nowhere.test"));
        assertThat(operatorRestarts()).isZero();

        installAsItWas();
        crawl.awaitComplete(CRAWL);
    }

    @Test
    void theApiServerTakesAllThatTheChartCanRenderWithoutAWordOnUnknownFields() {
        assertThat(dryRun("operator.replicas=2").exit()).isZero();
        var wrong = dryRun(
                "extraObjects[0].apiVersion=v1,extraObjects[0].kind=ConfigMap,extraObjects[0].metadata.name=x,extraObjects[0].dat=y");
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.err()).contains("unknown field \"dat\"");
    }

    @Test
    void theStandbyLeadsWhenTheLeaderIsKilledAndTheCrawlIsFinished() {
        upgrade("operator.replicas=2");
        await("two operators, one of which leads")
                .atMost(CRAWL)
                .until(() -> operators().size() == 2 && operators().contains(leader()));
        var first = leader();
        var crawl = start("standby");

        Installation.KUBECTL
                .run("delete", "pod", first, "--force", "--grace-period=0")
                .orFail();

        await("another one leads")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(leader()).isNotEqualTo(first).isIn(operators()));
        crawl.awaitComplete(CRAWL);
        assertThat(operatorRestarts()).isZero();
    }

    /** Another release of the chart, as the server would take it. */
    private static Commands.Ran dryRun(String values) {
        var rendered = Commands.run(
                        Duration.ofMinutes(1),
                        "helm",
                        "template",
                        "other",
                        Commands.ROOT.resolve("helm/crawljob").toString(),
                        "--namespace",
                        Installation.KUBECTL.namespace(),
                        // A pod is refused whose account would only be made: ReleaseTest makes both
                        "--skip-tests",
                        "--set",
                        "crds.enabled=false," + values)
                .orFail()
                .out();
        return Commands.runWith(
                rendered,
                Duration.ofMinutes(1),
                List.of(
                        "kubectl",
                        "--namespace",
                        Installation.KUBECTL.namespace(),
                        "create",
                        "--dry-run=server",
                        "--validate=strict",
                        "-f",
                        "-"));
    }

    /** Names of the pods that are ready. */
    private static List<String> operators() {
        return Installation.KUBECTL.list("pods", "--selector=app.kubernetes.io/component=operator").stream()
                .filter(pod -> pod.at("/status/containerStatuses/0/ready").asBoolean())
                .map(pod -> pod.at("/metadata/name").asText())
                .toList();
    }

    /** The name of the pod that holds the lease; what follows it is of one process. */
    private static String leader() {
        var holder = Installation.KUBECTL
                .get("lease", "crawljob-operator")
                .at("/spec/holderIdentity")
                .asText();
        return operators().stream().filter(holder::startsWith).findFirst().orElse(holder);
    }

    private static Crawl start(String name) {
        TENANT.hostPolicy("install.test", 20, 4);
        return TENANT.crawl(name, """
                source: {site: {seeds: ['http://install.test/']}}
                limits: {maxPages: 5}
                """);
    }

    private static void upgrade(String value) {
        helm(
                "upgrade",
                Installation.NAME,
                Commands.ROOT.resolve("helm/crawljob").toString(),
                "--reuse-values",
                "--set",
                value);
        await("the operator of the new values")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> Installation.KUBECTL
                        .run("rollout", "status", "deployment/" + Installation.NAME, "--timeout=100s")
                        .orFail());
    }

    private static void helm(String... arguments) {
        var command = new ArrayList<>(List.of("helm", "--namespace", Installation.KUBECTL.namespace()));
        command.addAll(List.of(arguments));
        // Without a bound: after ten revisions, the first one would be gone, and with it the way back.
        command.add("--history-max=0");
        Commands.runWith("", Duration.ofMinutes(3), command).orFail();
    }

    private static List<JsonNode> secrets() {
        return Installation.KUBECTL.list("secrets", "--selector=app.kubernetes.io/name=crawljob").stream()
                .map(secret -> secret.path("data"))
                .toList();
    }

    private static int operatorRestarts() {
        return Installation.KUBECTL.list("pods", "--selector=app.kubernetes.io/component=operator").stream()
                .mapToInt(pod ->
                        pod.at("/status/containerStatuses/0/restartCount").asInt())
                .sum();
    }
}
