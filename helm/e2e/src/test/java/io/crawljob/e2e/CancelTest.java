package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end that a user orders, as the site sees it, and the wait for a turn, as the command line tells it. */
class CancelTest {

    private static final Duration CRAWL = Duration.ofMinutes(4);
    private static final double BAR = 10;
    private static final String ON_AND_ON = """
            source: {site: {seeds: ["http://%s/index.html"]}}
            """;
    private static final String IN_LINE = "queueName: narrow\n" + ON_AND_ON.formatted("line.test");

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-cancel");

    @RegisterExtension
    static final Site SITE =
            Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "cancel.test", "line.test");

    @BeforeEach
    void allow() {
        TENANT.hostPolicy("cancel.test", 100, 4);
        TENANT.hostPolicy("line.test", 100, 4);
    }

    @Test
    void theSiteIsAskedForNothingTenSecondsAfterTheCancelThoughPagesWait() {
        var crawl = TENANT.crawl("stopped", ON_AND_ON.formatted("cancel.test"));
        await("it is in full swing")
                .atMost(CRAWL)
                .until(() -> SITE.hits("cancel.test").size() > 40 && crawl.progress("waiting") > 100);

        cancel(crawl);
        var cancelled = seconds(Instant.now());
        crawl.awaitCondition("Failed", "True/Cancelled", Duration.ofMinutes(1));

        await("time for late requests")
                .pollDelay(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> seconds(Instant.now()) > cancelled + 3 * BAR);
        var last =
                SITE.hits("cancel.test").stream().mapToDouble(Hit::came).max().orElseThrow();
        System.err.printf("cancel: the last request came %.1f s after the patch was answered%n", last - cancelled);
        assertThat(last - cancelled).isLessThan(BAR);
        assertThat(crawl.progress("waiting")).isZero();
        assertThat(SITE.hits("cancel.test")).hasSizeLessThan(1_000);
    }

    @Test
    void theCommandLineTellsAJobsPlaceInTheLineWhileItWaitsForItsTurn() {
        TENANT.queue("narrow", "jobs: {maxRunning: 1}");
        var runs = TENANT.crawl("runs", IN_LINE);
        runs.awaitCondition("Accepted", "True/", Duration.ofMinutes(1));
        await("it has the turn").atMost(CRAWL).until(() -> runs.progress("done") > 0);
        TENANT.crawl("second", "priority: Low\n" + IN_LINE);
        TENANT.crawl("first", IN_LINE);

        await("both know their places").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(told("status", "first")).contains("place 1 of 2 in the line of queue narrow");
            assertThat(told("status", "second")).contains("place 2 of 2 in the line of queue narrow");
        });
        assertThat(told("status", "runs")).doesNotContain("in the line");
        cancel(runs);
        await("the next one has the turn").atMost(CRAWL).untilAsserted(() -> {
            assertThat(told("status", "first")).doesNotContain("in the line");
            assertThat(told("status", "second")).contains("place 1 of 1 in the line of queue narrow");
        });
    }

    private static void cancel(Crawl crawl) {
        crawl.kubectl()
                .run("patch", "crawljob", crawl.name(), "--type=merge", "-p", "{\"spec\":{\"cancel\":true}}")
                .orFail();
    }

    private static String told(String command, String name) {
        var crawl = Commands.ROOT.resolve("crawl").toString();
        return Commands.run(
                        Duration.ofMinutes(3),
                        crawl,
                        command,
                        name,
                        "-n",
                        TENANT.kubectl().namespace())
                .orFail()
                .out();
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1_000.0;
    }
}
