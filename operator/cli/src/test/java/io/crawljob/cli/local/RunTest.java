package io.crawljob.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.cli.CliProcess;
import io.crawljob.cli.manifest.Resources;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crawl run} as a process, from manifest to files and exit code. */
class RunTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void completesTheDemoWithRecordsAndStatusThatAgree() throws IOException {
        var demo = CliProcess.run(folder, "", "run", "--demo");

        assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
        var out = folder.resolve("crawl-results/demo");
        var origin = seed(out).replaceAll("/$", "");
        assertThat(urls(out))
                .containsExactlyInAnyOrderElementsOf(List.of(
                                "/",
                                "/guide",
                                "/guide/first",
                                "/guide/second",
                                "/guide/third?part=1&all=true",
                                "/words/",
                                "/words/gr%C3%BC%C3%9Fe",
                                "/words/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82",
                                "/busy",
                                "/paper.pdf",
                                "/only-in-the-sitemap")
                        .stream()
                        .map(path -> origin + path)
                        .toList());
        assertThat(titles(out)).contains("Grüße", "Привет", "Busy at first");
        var progress = Objects.requireNonNull(status(out).progress());
        assertThat(progress.done()).isEqualTo(11);
        assertThat(Objects.requireNonNull(status(out).results()).records()).isEqualTo(11);
        assertThat(progress.failed()).isEqualTo(1);
        assertThat(status(out).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.sampleUrl()).isEqualTo(origin + "/missing"));
        assertThat(status(out).exclusions().stream().map(CrawlJobStatus.ExclusionTally::sampleUrl))
                .contains(origin + "/private/notes");
    }

    @Test
    void crawlsEveryPageOnceThroughKills() throws IOException {
        try (var site = GraphSite.start(300)) {
            var out = folder.resolve("out");
            for (var atLeast : new int[] {20, 90, 180}) {
                try (var killed = start(site, "")) {
                    await().atMost(Duration.ofSeconds(60)).until(() -> lines(out) >= atLeast);
                    killed.kill();
                }
            }

            try (var last = start(site, "")) {
                assertThat(last.exit()).as(last.out() + last.err()).isZero();
            }

            assertThat(urls(out)).containsExactlyInAnyOrderElementsOf(site.truth());
            var progress = Objects.requireNonNull(status(out).progress());
            assertThat(progress.done()).isEqualTo(300);
            assertThat(progress.failed()).isZero();
            // At most what was in hand at each kill is fetched again.
            assertThat(site.hits().size()).isBetween(300, 300 + 3 * 32);
        }
    }

    @Test
    void drainsOnCtrlCAndGoesOnWithoutFetchingAgain() throws IOException {
        try (var site = GraphSite.start(200)) {
            var out = folder.resolve("out");
            try (var interrupted = start(site, "")) {
                await().atMost(Duration.ofSeconds(60)).until(() -> lines(out) >= 30);
                interrupted.interrupt();

                assertThat(interrupted.exit())
                        .as(interrupted.out() + interrupted.err())
                        .isEqualTo(130);
                assertThat(interrupted.out()).contains("is interrupted; the same command goes on where it was");
            }
            var progress = Objects.requireNonNull(status(out).progress());
            assertThat(progress.leased()).isZero();
            assertThat(progress.done()).isEqualTo(lines(out));

            try (var again = start(site, "")) {
                assertThat(again.exit()).isZero();
            }

            assertThat(urls(out)).containsExactlyInAnyOrderElementsOf(site.truth());
            assertThat(site.hits()).hasSize(200).doesNotHaveDuplicates();
        }
    }

    @Test
    void saysThatAFinishedRunHasFinishedAndExitsAsItDid() throws IOException {
        try (var site = GraphSite.start(3)) {
            try (var first = start(site, "");
                    var second = start(site, first)) {
                assertThat(second.exit()).isZero();
                assertThat(second.out()).contains("small has finished before: Complete (Succeeded)");
            }
            assertThat(site.hits()).hasSize(3);
        }
    }

    @Test
    void crawlsAgainForANewValueInRerunAndKeepsTheEarlierRecords() throws IOException {
        try (var site = GraphSite.start(5)) {
            try (var first = start(site, "")) {
                assertThat(first.exit()).isZero();
            }
            try (var second = start(site, "rerun: again")) {
                assertThat(second.exit()).as(second.out() + second.err()).isZero();
            }

            var out = folder.resolve("out");
            assertThat(urls(out)).containsExactlyInAnyOrderElementsOf(site.truth());
            assertThat(Files.readAllLines(out.resolve("records.run-1.jsonl"))).hasSize(5);
            assertThat(status(out).run()).isEqualTo(2);
            assertThat(site.hits()).hasSize(10);
        }
    }

    @Test
    void restsWhenTheManifestSaysSoAndGoesOnWhenItNoLongerDoes() throws IOException {
        try (var site = GraphSite.start(5)) {
            try (var resting = start(site, "suspend: true")) {
                assertThat(resting.exit()).as(resting.out() + resting.err()).isEqualTo(130);
                assertThat(resting.out()).contains("is suspended");
            }
            assertThat(site.hits()).isEmpty();

            try (var going = start(site, "suspend: false")) {
                assertThat(going.exit()).as(going.out() + going.err()).isZero();
            }

            assertThat(site.hits()).hasSize(5);
        }
    }

    @Test
    void triesFailedPagesAgainForANewValueInRetryFailed() throws IOException {
        try (var site = GraphSite.start(5)) {
            site.breakDown("/page/4");
            try (var first = start(site, "retry: { limit: 0 }\nfailure: { maxFailedPercent: 50 }")) {
                assertThat(first.exit()).as(first.out() + first.err()).isZero();
            }
            var out = folder.resolve("out");
            assertThat(urls(out)).hasSize(4);
            site.mend();

            try (var second = start(site, "retry: { limit: 0 }\nfailure: { maxFailedPercent: 50 }\nretryFailed: now")) {
                assertThat(second.exit()).as(second.out() + second.err()).isZero();
            }

            assertThat(urls(out)).containsExactlyInAnyOrderElementsOf(site.truth());
        }
    }

    @Test
    void letsOneProcessAtATimeUseAFolder() throws IOException {
        try (var site = GraphSite.start(300);
                var first = start(site, "")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> lines(folder.resolve("out")) >= 1);

            try (var second = start(site, "")) {
                assertThat(second.exit()).isEqualTo(1);
                assertThat(second.err()).contains("crawl: another crawl is running in out");
            }
            first.kill();
        }
    }

    @Test
    void exitsWith3ForACancelledJob() throws IOException {
        try (var site = GraphSite.start(3);
                var cancelled = start(site, "cancel: true")) {
            assertThat(cancelled.exit()).as(cancelled.out() + cancelled.err()).isEqualTo(3);
        }
    }

    @Test
    void exitsWith124AtTheDeadline() throws IOException {
        try (var site = GraphSite.start(2_000);
                var late = start(site, "activeDeadlineSeconds: 2")) {
            assertThat(late.exit()).as(late.out() + late.err()).isEqualTo(124);
        }
    }

    @Test
    void exitsWith1WhenNothingCanBeFetched() throws IOException {
        try (var site = GraphSite.start(3)) {
            Files.writeString(folder.resolve("site.yaml"), site.manifest("small", ""));

            // Without --allow-private a host of this machine is refused.
            var refused = CliProcess.run(folder, "", "run", "site.yaml", "--out", "out");

            assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(1);
            assertThat(refused.out()).contains("Failed (NothingFetched)").contains("AddressRefused");
            assertThat(site.hits()).isEmpty();
        }
    }

    @Test
    void exitsWith2ForAnInvalidManifestAndWritesNothing() throws IOException {
        Files.writeString(folder.resolve("site.yaml"), """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: { name: broken }
                spec:
                  source: { site: { seeds: ["ftp://example.org/"] } }
                  limits: { maxPages: 0 }
                """);

        var refused = CliProcess.run(folder, "", "run", "site.yaml", "--out", "out");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err().lines()).allMatch(line -> line.startsWith("site.yaml:"));
        assertThat(refused.err()).contains("spec.limits.maxPages");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void takesAHeadersSecretFromAFileAndSaysWhichOneItWants() throws IOException {
        try (var site = GraphSite.start(3)) {
            Files.writeString(
                    folder.resolve("site.yaml"),
                    site.manifest("small", "fetch: {headers: [{name: X-Key, valueFrom: {name: api, key: token}}]}")
                            + """

                            ---
                            apiVersion: crawljob.io/v1alpha1
                            kind: CrawlQueue
                            metadata: {name: default}
                            spec: {workers: {secrets: [{name: api, hosts: ["127.0.0.1"]}]}}
                            """);
            var refused = CliProcess.run(folder, "", "run", "site.yaml", "--out", "out", "--allow-private");
            assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("spec.fetch.headers[0].valueFrom: is a Secret's")
                    .contains("write the value to a file DIR/api/token and give --secrets DIR");

            Files.createDirectories(folder.resolve("secrets/api"));
            Files.writeString(folder.resolve("secrets/api/token"), "hidden\n");
            var crawled = CliProcess.run(
                    folder, "", "run", "site.yaml", "--out", "out", "--allow-private", "--secrets", "secrets");

            assertThat(crawled.exit()).as(crawled.out() + crawled.err()).isZero();
            assertThat(urls(folder.resolve("out"))).hasSize(3);
            assertThat(crawled.out() + crawled.err()).doesNotContain("hidden");
        }
    }

    @Test
    void refusesAnotherSourceInTheFolderOfARun() throws IOException {
        try (var site = GraphSite.start(3)) {
            try (var first = start(site, "")) {
                assertThat(first.exit()).isZero();
            }
            Files.writeString(
                    folder.resolve("other.yaml"), site.manifest("small", "").replace("/page/0", "/page/1"));

            var refused = CliProcess.run(folder, "", "run", "other.yaml", "--out", "out", "--allow-private");

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("other.yaml:5: CrawlJob small: spec.source: cannot change");
        }
    }

    private CliProcess start(GraphSite site, CliProcess after) throws IOException {
        assertThat(after.exit()).as(after.out() + after.err()).isZero();
        return start(site, "");
    }

    private CliProcess start(GraphSite site, String more) throws IOException {
        Files.writeString(folder.resolve("site.yaml"), site.manifest("small", more));
        return CliProcess.start(folder, "run", "site.yaml", "--out", "out", "--allow-private");
    }

    private static String seed(Path out) throws IOException {
        return JSON.valueToTree(Resources.asTree(job(out).getSpec()))
                .at("/source/site/seeds/0")
                .asText();
    }

    private static CrawlJobStatus status(Path out) throws IOException {
        return Objects.requireNonNull(job(out).getStatus());
    }

    private static CrawlJob job(Path out) throws IOException {
        return Resources.read(Files.readString(out.resolve("status.yaml")), CrawlJob.class);
    }

    private static List<String> urls(Path out) throws IOException {
        return members(out, "url");
    }

    private static List<String> titles(Path out) throws IOException {
        return members(out, "title");
    }

    private static List<String> members(Path out, String name) throws IOException {
        var values = new ArrayList<String>();
        for (var line : Files.readAllLines(out.resolve("records.jsonl"))) {
            values.add(JSON.readTree(line).path(name).asText());
        }
        return values;
    }

    private static long lines(Path out) throws IOException {
        var records = out.resolve("records.jsonl");
        if (!Files.exists(records)) return 0;
        try (var lines = Files.lines(records)) {
            return lines.count();
        }
    }
}
