package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong is told in words within half a minute, and goes on by itself when it is mended. */
class BadInputTest {

    private static final Duration TOLD = Duration.ofSeconds(30);
    private static final Duration CRAWL = Duration.ofMinutes(3);
    private static final String FOLDER = "/usr/share/doc/postgresql-doc-15/html";

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-bad");

    @RegisterExtension
    static final Site SITE = Site.ofFolder(FOLDER, "10.244.0.2", "bad.test", "private.test");

    @RegisterExtension
    static final Site AWAY = Site.ofFolder(FOLDER, "10.244.0.3", "away.test");

    @Test
    void anUnknownFieldIsRefusedWithItsName() {
        var ran = TENANT.kubectl()
                .apply(manifest("unknown", "source: {site: {seeds: ['http://bad.test/']}}\nspeed: high"));

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("spec.speed");
    }

    @Test
    void aFieldOutOfItsBoundsIsRefusedWithTheRule() {
        var ran = TENANT.kubectl()
                .apply(manifest("bounds", "source: {site: {seeds: ['http://bad.test/']}}\nlimits: {maxPages: 0}"));

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("spec.limits.maxPages", "greater than or equal to 1");
    }

    @Test
    void theSourceOfAJobCannotChange() {
        TENANT.hostPolicy("bad.test", 20, 4);
        TENANT.crawl("fixed", "source: {site: {seeds: ['http://bad.test/']}}\nlimits: {maxPages: 1}");

        var ran = TENANT.kubectl()
                .apply(manifest("fixed", "source: {site: {seeds: ['http://bad.test/x']}}\nlimits: {maxPages: 1}"));

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("source").containsIgnoringCase("immutable");
    }

    @Test
    void whatComesLaterIsNotAcceptedAndIgnored() {
        var crawl = TENANT.crawl(
                "later", "source: {site: {seeds: ['http://bad.test/']}}\nprocess: [{name: tags, type: Tags}]");

        assertThat(crawl.awaitCondition("Accepted", "False/NotSupportedYet", TOLD))
                .contains("spec.process");
    }

    @Test
    void aMissingConfigMapIsNamedAndTheCrawlBeginsWhenItIsThere() {
        TENANT.hostPolicy("bad.test", 20, 4);
        var crawl = TENANT.crawl("list", "source: {urls: {configMapKeyRef: {name: to-come, key: urls}}}");
        assertThat(crawl.awaitCondition("Accepted", "False/ConfigMapNotFound", TOLD))
                .contains("to-come");

        TENANT.kubectl()
                .run(
                        "create",
                        "configmap",
                        "to-come",
                        "--from-literal=urls=http://bad.test/index.html\nhttp://bad.test/sql.html")
                .orFail();

        crawl.awaitComplete(CRAWL);
        assertThat(crawl.recordedUrls()).containsExactly("http://bad.test/index.html", "http://bad.test/sql.html");
    }

    @Test
    void aPrivateAddressIsRefusedAndCrawledOnceAHostPolicyAllowsIt() {
        var crawl = TENANT.crawl("private", "source: {site: {seeds: ['http://private.test/']}}\nlimits: {maxPages: 3}");
        crawl.awaitCondition("Failed", "True/NothingFetched", TOLD);
        assertThat(crawl.status().path("failures").findValuesAsText("class")).containsExactly("AddressRefused");
        assertThat(SITE.hits("private.test")).isEmpty();

        TENANT.hostPolicy("private.test", 20, 4);
        TENANT.kubectl()
                .run("patch", "crawljob", "private", "--type=merge", "-p", "{\"spec\":{\"rerun\":\"1\"}}")
                .orFail();

        await("the second run")
                .atMost(CRAWL)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(crawl.status().path("run").asInt()).isEqualTo(2);
                    assertThat(crawl.condition("Complete")).startsWith("True/");
                });
        assertThat(crawl.recordedUrls()).hasSize(3);
    }

    @Test
    void aHostThatDoesNotAnswerIsNamedAndTheCrawlGoesOnWhenItDoes() throws IOException {
        AWAY.stop();
        TENANT.hostPolicy("away.test", 20, 4);
        var crawl = TENANT.crawl("away", """
                source: {site: {seeds: ['http://away.test/']}}
                limits: {maxPages: 3}
                retry: {limit: 20, backoff: {initialSeconds: 1, factor: 1, maxSeconds: 5}}
                """);
        await("the host is named")
                .atMost(TOLD)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    var status = crawl.status();
                    assertThat(status.path("message").asText() + status.path("hosts") + status.path("failures"))
                            .contains("away.test")
                            .containsIgnoringCase("connect");
                });

        AWAY.start();

        crawl.awaitComplete(CRAWL);
        assertThat(crawl.recordedUrls()).hasSize(3);
    }

    private static String manifest(String name, String spec) {
        return "apiVersion: crawljob.io/v1alpha1\nkind: CrawlJob\nmetadata: {name: %s}\nspec:\n%s"
                .formatted(name, spec.indent(2));
    }
}
