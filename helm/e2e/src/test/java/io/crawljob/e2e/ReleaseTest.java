package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The release that {@code run} made, through upgrades and back, and helm's own test of it. */
class ReleaseTest {

    private static final Duration CRAWL = Duration.ofMinutes(5);
    private static final int PAGES = 300;

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-release");

    @RegisterExtension
    static final Site SITE = Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "release.test");

    @TempDir
    private Path folder;

    @AfterEach
    void asItWas() {
        scaleOperator(1);
        Release.MAIN.rollback(1);
    }

    private static void scaleOperator(int replicas) {
        Installation.KUBECTL
                .run("scale", "deployment/" + Installation.NAME, "--replicas=" + replicas)
                .orFail();
    }

    @Test
    void helmTestCrawlsAndFailsWhereNobodyCrawls() {
        var passed = Release.MAIN.run("test", Release.MAIN.name(), "--timeout=3m", "--logs");
        assertThat(passed.orFail().said()).contains("passed: 2/2 pages");

        scaleOperator(0);
        var failed = Release.MAIN.run("test", Release.MAIN.name(), "--timeout=15s");

        assertThat(failed.exit()).isNotZero();
    }

    @Test
    void aCrawlLivesThroughADowngradeAnUpgradeAndARollback() throws IOException {
        TENANT.hostPolicy("release.test", 200, 1);
        var crawl = TENANT.crawl("release", """
                source: {site: {seeds: ["http://release.test/index.html"]}}
                limits: {maxPages: %d}
                """.formatted(PAGES));
        awaitDone(crawl, 5);

        Release.MAIN.upgrade(chartOfTheCommitBefore(), "politeness.default.delayMillis=900");
        assertThat(crawl.condition("Finished")).startsWith("False/");
        Release.MAIN.upgrade(Release.CHART, "operator.replicas=2");
        Release.MAIN.rollback(1);

        crawl.awaitComplete(CRAWL);
        assertThat(crawl.recordedUrls()).hasSize(PAGES).doesNotHaveDuplicates();
        assertThat(SITE.hits("release.test").stream().filter(Hit::isPage).map(Hit::url))
                .doesNotHaveDuplicates();
    }

    private static void awaitDone(Crawl crawl, long pages) {
        await(pages + " pages")
                .atMost(CRAWL)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> crawl.progress("done") >= pages);
    }

    /** Of a checkout without a history it is the present one: then only the values change. */
    private String chartOfTheCommitBefore() throws IOException {
        var archive = folder.resolve("chart.tar").toString();
        var packed = Commands.run(
                Duration.ofMinutes(1), "git", "archive", "--output", archive, "HEAD~1", "helm/crawljob", "crds");
        if (packed.exit() != 0) return Release.CHART;
        Commands.run(Duration.ofMinutes(1), "tar", "-xf", archive, "-C", folder.toString())
                .orFail();
        var chart = folder.resolve("helm/crawljob");
        return Files.isDirectory(chart) ? chart.toString() : Release.CHART;
    }
}
