package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.e2e.Watch.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two manuals that nobody here wrote: every page that a reader reaches from the index, each once. */
class DocumentationTest {

    private static final Duration CRAWL = Duration.ofMinutes(10);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-docs");

    @RegisterExtension
    static final Site PYTHON = Site.ofFolder("/usr/share/doc/python3.11/html", "10.244.0.2", "python.test");

    @RegisterExtension
    static final Site POSTGRES = Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.3", "postgres.test");

    @Test
    void bothManualsAreRecordedWholeWhileWorkersComeAndGo() {
        TENANT.hostPolicy("python.test", 20, 8);
        TENANT.hostPolicy("postgres.test", 20, 8);
        TENANT.queue(
                "manuals",
                "workers: {max: 3, concurrency: 8, targetPerWorker: 100, scaleDownStabilizationSeconds: 10}");
        var python = PYTHON.walk("python.test", "/index.html");
        var postgres = POSTGRES.walk("postgres.test", "/index.html");
        var walkedRequests = PYTHON.hits().size() + POSTGRES.hits().size();

        try (var watch = new Watch(TENANT.kubectl(), "manuals")) {
            var crawls = List.of(start("python"), start("postgres"));
            crawls.forEach(crawl -> crawl.awaitComplete(CRAWL));
            awaitNoWorkers();
            checkScaling(watch);
            checkColumns(watch);
        }

        checkRecords(new Crawl(TENANT.kubectl(), "python"), python);
        checkRecords(new Crawl(TENANT.kubectl(), "postgres"), postgres);
        checkEachPageWasAskedForOnce(walkedRequests);
        checkStory(new Crawl(TENANT.kubectl(), "python"));
    }

    private static Crawl start(String manual) {
        return TENANT.crawl(manual, """
                queueName: manuals
                source:
                  site:
                    seeds: [http://%s.test/index.html]
                """.formatted(manual));
    }

    private static void awaitNoWorkers() {
        await("workers are gone")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(TENANT.deployment("manuals").at("/spec/replicas").asInt(-1))
                            .isZero();
                    assertThat(TENANT.kubectl().list("pods")).isEmpty();
                });
    }

    private static void checkScaling(Watch watch) {
        assertThat(watch.looks().getFirst().workers()).isZero();
        assertThat(watch.mostWorkers()).isGreaterThanOrEqualTo(2);
        await("the size's reason is told")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(watch.looks().getLast().reason()).isEqualTo("ScaledToZero"));
        assertThat(watch.reasons()).hasSizeGreaterThanOrEqualTo(3);
    }

    private static void checkColumns(Watch watch) {
        var table = watch.looks().stream()
                .map(Look::table)
                .filter(t -> !t.isBlank())
                .findFirst()
                .orElseThrow();
        assertThat(Table.heads(table))
                .containsExactly("NAME", "PHASE", "PROGRESS", "FAILED", "RATE", "ETA", "QUEUE", "AGE");
        assertThat(watch.column("PHASE", "python")).contains("Running").endsWith("Succeeded");
        assertThat(watch.column("PROGRESS", "python")).hasSizeGreaterThan(3);
        assertThat(watch.column("RATE", "python")).isNotEmpty();
        assertThat(watch.column("ETA", "python")).isNotEmpty();
        assertThat(watch.column("QUEUE", "python")).containsExactly("manuals");
    }

    private static void checkRecords(Crawl crawl, Site.Walked walked) {
        assertThat(crawl.recordedUrls()).containsExactlyElementsOf(walked.pages());
        assertThat(crawl.progress("done")).isEqualTo(walked.pages().size());
        assertThat(crawl.progress("failed")).isEqualTo(walked.broken().size());
        assertThat(crawl.progress("discovered"))
                .isEqualTo(walked.pages().size() + walked.broken().size());
    }

    private static void checkEachPageWasAskedForOnce(int walkedRequests) {
        var hits = new ArrayList<>(PYTHON.hits("python.test"));
        hits.addAll(POSTGRES.hits("postgres.test"));
        var urls = hits.stream().filter(Hit::isPage).map(Hit::url).toList();
        assertThat(urls).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(urls)).hasSize(walkedRequests);
    }

    private static void checkStory(Crawl crawl) {
        var story =
                TENANT.kubectl().run("describe", "crawl", crawl.name()).orFail().out();
        assertThat(story).contains("Complete", "Succeeded", "Events:");
        assertThat(story.substring(story.indexOf("Events:"))).contains("Normal");
    }
}
