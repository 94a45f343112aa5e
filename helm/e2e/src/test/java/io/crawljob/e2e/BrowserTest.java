package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site whose first page is empty until its script has run, on a queue whose workers have a browser, in a namespace that is held to the strictest pod security. */
class BrowserTest {

    private static final Duration CRAWL = Duration.ofMinutes(4);
    private static final String FIRST = "http://scripted.test/";
    private static final String PLAIN = "http://scripted.test/plain.html";

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-browser");

    @RegisterExtension
    static final Site SITE =
            Site.ofFolder(Commands.HERE.resolve("site/scripted").toString(), "10.244.0.2", "scripted.test");

    @BeforeAll
    static void aQueueWithABrowser() {
        TENANT.kubectl()
                .run(
                        "label",
                        "namespace",
                        TENANT.namespace(),
                        "pod-security.kubernetes.io/enforce=restricted",
                        "pod-security.kubernetes.io/enforce-version=latest")
                .orFail();
        TENANT.hostPolicy("scripted.test", 20, 4);
        TENANT.queue("browsers", "workers: {browser: true, min: 1, max: 1, concurrency: 4}");
    }

    @Test
    void aPageThatOnlyHasContentAfterScriptsIsRecordedWithIt() {
        var records = crawl("Always");

        assertThat(records.fieldNames()).toIterable().containsExactlyInAnyOrder(FIRST, PLAIN);
        assertThat(records.path(FIRST).path("title").asText()).isEqualTo("Kettle of 2 litres");
        assertThat(records.path(FIRST).at("/fields/price").asDouble()).isEqualTo(39.9);
        assertThat(records)
                .allSatisfy(record -> assertThat(record.path("rendered").asBoolean())
                        .as(record.toString())
                        .isTrue());
        // What its scripts ask for is ours to fetch: the browser has no network.
        assertThat(SITE.hits("scripted.test"))
                .filteredOn(hit -> List.of("/app.js", "/kettle.json").contains(hit.target()))
                .isNotEmpty()
                .allSatisfy(hit -> assertThat(hit.agent()).startsWith("crawljob-e2e/"));
        assertThat(TENANT.deployment("browsers")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .startsWith("crawljob/worker-browser:");
    }

    @Test
    void onlyWhereItIsNeededIsAPageRenderedIfTheJobSaysSo() {
        var records = crawl("Auto");

        assertThat(records.fieldNames()).toIterable().containsExactlyInAnyOrder(FIRST, PLAIN);
        assertThat(records.path(FIRST).path("title").asText()).isEqualTo("Kettle of 2 litres");
        assertThat(records.path(FIRST).path("rendered").asBoolean()).isTrue();
        assertThat(records.path(PLAIN).path("rendered").asBoolean()).isFalse();
    }

    /** The negative control: without scripts the page has to be as empty as the tests above take it to be. */
    @Test
    void withoutRenderingThePageHasNeitherContentNorLinks() {
        var records = crawl("Never");

        assertThat(records.fieldNames()).toIterable().containsExactlyInAnyOrder(FIRST);
        assertThat(records.path(FIRST).path("title").asText()).isEqualTo("Loading");
        assertThat(records.path(FIRST).path("fields").has("price")).isFalse();
    }

    /** By what the kernel says of their processes: a JVM that cannot use its cache goes on as well without. */
    @Test
    void workersOfEitherImageRunFromTheCacheOfTheirImageAndTheOperatorHasNone() {
        TENANT.queue("plain", "workers: {min: 1, max: 1}");

        for (var queue : List.of("browsers", "plain")) {
            await("a worker of " + queue)
                    .atMost(CRAWL)
                    .untilAsserted(() -> assertThat(mapped(TENANT.kubectl(), "crawl-" + queue))
                            .contains("libjvm.so", "/app/worker.aot"));
        }
        assertThat(mapped(Installation.KUBECTL, Installation.NAME))
                .contains("libjvm.so")
                .doesNotContain(".aot");
    }

    /** The files that the processes of a Deployment's first pod have in their memory. */
    private static String mapped(Kubectl kubectl, String deployment) {
        return kubectl.run("exec", "deployment/" + deployment, "--", "sh", "-c", "cat /proc/[0-9]*/maps; true")
                .orFail()
                .out();
    }

    /** The records of a crawl, each by its URL. */
    private static ObjectNode crawl(String render) {
        var crawl = TENANT.crawl("kettle-" + render.toLowerCase(Locale.ROOT), """
                queueName: browsers
                source: {site: {seeds: ['http://scripted.test/'], sitemaps: Ignore}}
                fetch: {render: %s}
                extract: {fields: [{name: price, selector: '#price', type: Number}]}
                """.formatted(render));
        var records = Kubectl.JSON.createObjectNode();
        crawl.awaitComplete(CRAWL)
                .records()
                .forEach(record -> records.set(record.path("url").asText(), record));
        return records;
    }
}
