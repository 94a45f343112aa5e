package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps workers from working, by its real cause: told in the words of whoever prevents it, and over once it is mended. */
class WorkerTroublesTest {

    /** Of a busy machine; on a quiet one it is told within half a minute. */
    private static final Duration TOLD = Duration.ofMinutes(2);

    private static final Duration CRAWL = Duration.ofMinutes(4);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-troubles");

    @RegisterExtension
    static final Tenant QUOTA = new Tenant("e2e-quota");

    @RegisterExtension
    static final Site SITE = Site.ofFolder(
            "/usr/share/doc/postgresql-doc-15/html",
            "10.244.0.2",
            "homeless.troubles.test",
            "crashing.troubles.test",
            "poor.troubles.test",
            "robbed.troubles.test");

    private static Crawl homeless;
    private static Crawl crashing;
    private static Crawl poor;

    /** All at once, since each takes its time. */
    @BeforeAll
    static void start() {
        TENANT.hostPolicy("*.troubles.test", 20, 4);
        TENANT.queue("homeless", "workers: {max: 1, nodeSelector: {disk: nowhere}}");
        homeless = crawl(TENANT, "homeless");
        TENANT.queue("crashing", "workers: {max: 1, resources: {requests: {memory: 16Mi}, limits: {memory: 24Mi}}}");
        crashing = crawl(TENANT, "crashing");
        QUOTA.kubectl().run("create", "quota", "none", "--hard=pods=0").orFail();
        QUOTA.queue("poor", "workers: {max: 1}");
        poor = crawl(QUOTA, "poor");
    }

    @AfterAll
    static void allowAll() {
        QUOTA.kubectl().run("delete", "quota", "none", "--ignore-not-found").orFail();
    }

    @Test
    void aQuotaThatIsUsedUpIsNamed() {
        assertThat(poor.awaitCondition("WorkersReady", "False/QuotaExceeded", TOLD))
                .contains("exceeded quota: none");

        QUOTA.kubectl().run("delete", "quota", "none").orFail();
        QUOTA.kubectl().run("rollout", "restart", "deployment/crawl-poor").orFail();

        poor.awaitComplete(CRAWL);
    }

    @Test
    void aNodeSelectorThatNoNodeMatchesIsNamedInTheSchedulersWords() {
        assertThat(homeless.awaitCondition("WorkersReady", "False/Unschedulable", TOLD))
                .contains("didn't match Pod's node affinity/selector");
        assertThat(homeless.condition("Progressing")).startsWith("False/WaitingForWorkers");

        TENANT.queue("homeless", "workers: {max: 1}");

        homeless.awaitComplete(CRAWL);
    }

    @Test
    void aWorkerThatDiesAgainAndAgainIsNamedWithItsExit() {
        crashing.awaitCondition("WorkersReady", "False/CrashLooping", TOLD);

        TENANT.queue("crashing", "workers: {max: 1}");

        crashing.awaitComplete(CRAWL);
    }

    @Test
    void aSecretThatSomebodyHasDeletedIsNamedAndMadeAgain() {
        TENANT.queue("robbed", "workers: {max: 1}");
        // Not applied yet, so the next pod is the first that needs it.
        await("the queue's Secret").atMost(TOLD).until(() -> !secrets().isEmpty());
        TENANT.kubectl()
                .run("delete", "secret", "--selector=crawljob.io/queue=robbed")
                .orFail();

        var robbed = crawl(TENANT, "robbed");

        await("the Secret is missed")
                .atMost(TOLD)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(robbed.condition("WorkersReady")).startsWith("False/SecretMissing"));
        robbed.awaitComplete(CRAWL);
        assertThat(robbed.condition("Complete")).startsWith("True/Succeeded");
    }

    private static String secrets() {
        return TENANT.kubectl()
                .run("get", "secret", "--selector=crawljob.io/queue=robbed", "-o", "name")
                .orFail()
                .out()
                .strip();
    }

    private static Crawl crawl(Tenant tenant, String name) {
        return tenant.crawl(name, """
                queueName: %1$s
                source: {urls: {list: ["http://%1$s.troubles.test/index.html"]}}
                """.formatted(name));
    }
}
