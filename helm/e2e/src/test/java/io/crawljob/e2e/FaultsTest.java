package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever dies in the middle of a crawl: in the end every page is recorded, once. */
class FaultsTest {

    private static final Duration CRAWL = Duration.ofMinutes(6);
    private static final Duration SOON = Duration.ofMinutes(2);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-faults");

    @RegisterExtension
    static final Site SITE = Site.ofFolder(
            "/usr/share/doc/python3.11/html",
            "10.244.0.2",
            "worker-dies.test",
            "operator-dies.test",
            "redis-dies.test");

    private static Site.Walked walked;

    @BeforeAll
    static void walk() {
        walked = SITE.walk("site.test", "/index.html");
    }

    @Test
    void aWorkerThatIsKilledWhileItHoldsLeasesLosesNoPage() {
        var crawl = start("worker-dies");
        awaitDone(crawl, 50);

        var worker = workers().getFirst();
        var leased = Installation.redis("ZCARD", key(crawl, "inf")).trim();
        kill(TENANT.kubectl(), worker);

        assertThat(Long.parseLong(leased))
                .as("leases at the moment of the kill")
                .isPositive();
        crawl.awaitComplete(CRAWL);
        checkRecords(crawl);
        assertThat(workers()).as("the dead one is gone").doesNotContain(worker);
    }

    @Test
    void theCrawlGoesOnWithoutTheOperatorAndNothingIsFetchedAgain() {
        var crawl = start("operator-dies");
        awaitDone(crawl, 50);

        kill(Installation.KUBECTL, operator());
        var then = SITE.hits("operator-dies.test").size();
        await("the crawl goes on")
                .atMost(SOON)
                .until(() -> SITE.hits("operator-dies.test").size() > then + 20);

        crawl.awaitComplete(CRAWL);
        checkRecords(crawl);
        assertThat(SITE.hits("operator-dies.test").stream().filter(Hit::isPage).map(Hit::url))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRedisThatIsRestartedHasKeptTheCrawl() {
        var crawl = start("redis-dies");
        awaitDone(crawl, 50);

        kill(Installation.KUBECTL, Installation.NAME + "-redis-0");
        Installation.KUBECTL.run(
                "wait", "pod/" + Installation.NAME + "-redis-0", "--for=condition=Ready", "--timeout=110s");

        crawl.awaitComplete(CRAWL);
        checkRecords(crawl);
    }

    private static Crawl start(String name) {
        TENANT.hostPolicy(name + ".test", 20, 8);
        TENANT.queue(name, "workers: {max: 1, concurrency: 16}");
        return TENANT.crawl(name, """
                queueName: %1$s
                source:
                  site: {seeds: ["http://%1$s.test/index.html"]}
                """.formatted(name));
    }

    private static void awaitDone(Crawl crawl, int pages) {
        await(crawl.name() + " has begun")
                .atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> crawl.progress("done") >= pages);
    }

    /** Names of the pods of this class that work. */
    private static List<String> workers() {
        return names(TENANT.kubectl().list("pods", "--field-selector=status.phase=Running"));
    }

    private static String operator() {
        return names(Installation.KUBECTL.list("pods", "--selector=app.kubernetes.io/component=operator"))
                .getFirst();
    }

    private static List<String> names(List<JsonNode> objects) {
        return objects.stream()
                .map(object -> object.at("/metadata/name").asText())
                .toList();
    }

    private static void kill(Kubectl kubectl, String pod) {
        kubectl.run("delete", "pod", pod, "--force", "--grace-period=0").orFail();
    }

    private static String key(Crawl crawl, String suffix) {
        return Installation.tag(TENANT.namespace(), crawl.uid()) + ":" + suffix;
    }

    private static void checkRecords(Crawl crawl) {
        var expected = walked.pages().stream()
                .map(url -> url.replace("site.test", crawl.name() + ".test"))
                .toList();
        assertThat(crawl.recordedUrls()).containsExactlyElementsOf(expected);
        assertThat(crawl.progress("done")).isEqualTo(expected.size());
    }
}
