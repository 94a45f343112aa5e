package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code kubectl get} prints, as the API server makes it. */
@ExtendWith(WithApiServer.class)
class ColumnsTest {

    private static final JsonNode JOB =
            Crds.manifest(CrawlJob.class, "handbook", "{source: {site: {seeds: ['https://example.org/']}}}");

    @Test
    void aCrawlJobShowsHowFarItIsAndWideWhy(RealApiServer api) {
        try (var server = Server.of(api)) {
            server.create(JOB).orFail();
            server.patchStatus(JOB, Crds.yaml("""
                                    status:
                                      phase: Running
                                      workers: 2
                                      message: waits for docs.example.org
                                      progress: {summary: 812/1000, failed: 3, pagesPerMinute: 240, retries: 7, estimatedCompletionTime: "2026-11-22T10:31:04Z"}
                                    """)).orFail();

            var table = server.table(JOB);

            assertThat(columns(table, 0))
                    .containsExactly("Name", "PHASE", "PROGRESS", "FAILED", "RATE", "ETA", "QUEUE", "AGE");
            assertThat(columns(table, 1)).containsExactly("RETRIES", "WORKERS", "MESSAGE");
            var cells = texts(table.at("/rows/0/cells"));
            assertThat(cells.subList(0, 7))
                    .containsExactly("handbook", "Running", "812/1000", "3", "240", "2026-11-22T10:31:04Z", "default");
            assertThat(cells.subList(8, 11)).containsExactly("7", "2", "waits for docs.example.org");
        }
    }

    @Test
    void aCrawlJobWithoutAStatusIsPrintedToo(RealApiServer api) {
        try (var server = Server.of(api)) {
            server.create(JOB).orFail();

            var printed = api.kubectl("get", "crawl", "-n", server.namespace())
                    .orFail()
                    .out();

            assertThat(printed.lines().findFirst().orElse("").split("\\s+"))
                    .containsExactly("NAME", "PHASE", "PROGRESS", "FAILED", "RATE", "ETA", "QUEUE", "AGE");
            assertThat(printed).contains("handbook").contains("default");
        }
    }

    @Test
    void allKindsOfANamespaceAreListedByTheirCategory(RealApiServer api) {
        try (var server = Server.of(api)) {
            server.create(JOB).orFail();
            server.create(Crds.manifest(CrawlQueue.class, "pool", "{}")).orFail();

            var printed = api.kubectl("get", "crawling", "-n", server.namespace(), "-o", "name")
                    .orFail()
                    .out();

            assertThat(printed.lines()).contains("crawljob.crawljob.io/handbook", "crawlqueue.crawljob.io/pool");
        }
    }

    @Test
    void theOtherKindsShowWhatTheyAreAbout(RealApiServer api) {
        try (var server = Server.of(api)) {
            assertThat(columns(server.table(Crds.manifest(CrawlQueue.class, "a", "{}")), 0))
                    .containsExactly("Name", "READY", "DESIRED", "REASON", "JOBS", "WAITING", "RATE", "AGE");
            assertThat(columns(server.table(Crds.manifest(CrawlSchedule.class, "a", "{}")), 0))
                    .containsExactly("Name", "SCHEDULE", "TIMEZONE", "SUSPEND", "LAST", "NEXT", "AGE");
            assertThat(columns(server.table(Crds.manifest(HostPolicy.class, "a", "{}")), 0))
                    .containsExactly("Name", "HOSTS", "DELAY", "CONCURRENT", "PER-MINUTE", "READY", "AGE");
        }
    }

    private static List<String> columns(JsonNode table, int priority) {
        return StreamSupport.stream(table.path("columnDefinitions").spliterator(), false)
                .filter(column -> column.path("priority").asInt() == priority)
                .map(column -> column.path("name").asText())
                .toList();
    }

    private static List<String> texts(JsonNode cells) {
        return StreamSupport.stream(cells.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
