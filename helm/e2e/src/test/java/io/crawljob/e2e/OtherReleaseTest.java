package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A second release, on a Redis of its own with TLS by a private authority and a password: first with Roles alone, then for the whole cluster, then gone. The first one rests meanwhile. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherReleaseTest {

    private static final Duration CRAWL = Duration.ofMinutes(4);
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Release OTHER = new Release("other", "e2e-other-system");

    @RegisterExtension
    static final Tenant SYSTEM = new Tenant(OTHER.namespace());

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-other");

    @RegisterExtension
    static final TlsRedis REDIS = new TlsRedis("10.244.0.4");

    @RegisterExtension
    static final Site SITE = Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "other.test");

    private static final Kubectl TRUSTING = new Kubectl("e2e-trusting");

    @BeforeAll
    static void putTheFirstOneToRest() {
        Installation.KUBECTL
                .run("scale", "deployment/" + Installation.NAME, "--replicas=0")
                .orFail();
    }

    @AfterAll
    static void wakeTheFirstOne() {
        OTHER.run("uninstall", OTHER.name(), "--ignore-not-found", "--wait");
        TRUSTING.run("delete", "namespace", TRUSTING.namespace(), "--ignore-not-found", "--wait=false");
        Installation.KUBECTL
                .run("scale", "deployment/" + Installation.NAME, "--replicas=1")
                .orFail();
        Installation.KUBECTL
                .run("rollout", "status", "deployment/" + Installation.NAME, "--timeout=110s")
                .orFail();
    }

    @Test
    @Order(1)
    void withRolesAloneItCrawlsInItsNamespaceAndHasNoRightBeyond() {
        install("watchNamespaces={%s},rbac.clusterWide=false,rbac.aggregate=false,operator.replicas=2"
                .formatted(TENANT.namespace()));
        assertThat(clusterRoles()).isEmpty();

        var crawl = TENANT.crawl("guarded", """
                source: {urls: {list: ["http://other.test/index.html"]}}
                """);

        // Without HostPolicies no private address is allowed, and this cluster has no other: it was a worker that said
        // so.
        crawl.awaitFinished(CRAWL);
        assertThat(crawl.condition("Failed")).startsWith("True/NothingFetched");
        assertThat(crawl.status().path("failures").findValuesAsText("class")).containsExactly("AddressRefused");
        assertThat(REDIS.keys("*" + crawl.uid() + "*")).isNotEmpty();
    }

    @Test
    @Order(2)
    void whatIsDeletedAfterItsUninstallationWithRedisAwayIsGoneAtOnceAndItsKeysWhenItIsInstalledAgain()
            throws IOException {
        OTHER.upgrade(Release.CHART, "watchNamespaces=null,rbac.clusterWide=true,operator.replicas=1");
        TENANT.hostPolicy("other.test", 300, 1);
        var crawl = TENANT.crawl("live", """
                source: {site: {seeds: ["http://other.test/index.html"]}}
                """);
        await("the crawl is under way")
                .atMost(CRAWL)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> crawl.progress("done") >= 3);
        var uid = crawl.uid();

        assertThat(REDIS.keys("*" + uid + "*")).isNotEmpty();
        OTHER.run("uninstall", OTHER.name(), "--wait").orFail();
        REDIS.stop();
        TENANT.kubectl()
                .run("delete", "namespace", TENANT.namespace(), "--timeout=90s")
                .orFail();
        REDIS.start();
        install("operator.replicas=1");

        await("its keys are swept away")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(REDIS.keys("*" + uid + "*")).isEmpty());
    }

    @Test
    @Order(3)
    void withoutTheAuthorityItTrustsTheServerNoMoreAndSaysSoWhereOneLooks() {
        TRUSTING.run("create", "namespace", TRUSTING.namespace()).orFail();
        TRUSTING.apply("{apiVersion: crawljob.io/v1alpha1, kind: CrawlQueue, metadata: {name: trusting}, spec: {}}")
                .orFail();
        await("it trusts the server")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(redisReady()).startsWith("True/"));

        OTHER.upgrade(Release.CHART, "redis.ca=");

        await("it says what is wrong")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(redisReady())
                        .startsWith("False/Unreachable: ")
                        .contains(REDIS.url(), "valid certification path"));
    }

    private static String redisReady() {
        for (var condition : TRUSTING.get("crawlqueue", "trusting").at("/status/conditions")) {
            if (condition.path("type").asText().equals("RedisReady")) {
                return "%s/%s: %s"
                        .formatted(
                                condition.path("status").asText(),
                                condition.path("reason").asText(),
                                condition.path("message").asText());
            }
        }
        return "nothing";
    }

    private static void install(String values) {
        OTHER.run(
                        "install",
                        OTHER.name(),
                        Release.CHART,
                        "--wait",
                        "--timeout=3m",
                        "--set-file",
                        "redis.ca=" + REDIS.authority(),
                        "--set",
                        "crds.enabled=false,redis.url=%s,redis.password=%s,image.pullPolicy=Never,network.egressCidrs={10.244.0.0/28},%s"
                                .formatted(REDIS.url(), TlsRedis.PASSWORD, values))
                .orFail();
    }

    private static String clusterRoles() {
        return OTHER.run("get", "manifest", OTHER.name())
                .orFail()
                .out()
                .lines()
                .filter(line -> line.startsWith("kind: ClusterRole"))
                .distinct()
                .reduce("", String::concat);
    }
}
