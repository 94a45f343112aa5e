package io.crawljob.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.cli.manifest.Resources;
import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private static final String ERASE_TWO_LINES = "\u001b[2A\r\u001b[J";

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);
    private final HandClock clock = new HandClock();

    @Test
    void writesALineEachFewSecondsAndAtOnceWhenThePhaseChanges() {
        var display = new LineDisplay(out, clock);

        display.show(job("Running", 1, 10));
        clock.pass(Duration.ofSeconds(1));
        display.show(job("Running", 2, 10));
        clock.pass(Duration.ofSeconds(4));
        display.show(job("Running", 5, 10));
        display.show(job("Suspended", 5, 10));

        assertThat(written.toString().lines().map(line -> line.replaceFirst("^\\S+ ", "")))
                .containsExactly(
                        "pages Running: 1/10 pages (10%)",
                        "pages Running: 5/10 pages (50%)", "pages Suspended: 5/10 pages (50%)");
    }

    @Test
    void namesTheHostThatIsWaitedFor() {
        new LineDisplay(out, clock).show(job("""
                        phase: RateLimited
                        progress: { discovered: 3, waiting: 3 }
                        hosts: [{ host: docs.example.org, waiting: 3, reason: "Retry-After" }]
                        """));

        assertThat(written.toString()).contains("; docs.example.org: 3 waiting: Retry-After");
    }

    @Test
    void redrawsInPlaceAndNeverWiderThanTheTerminal() {
        var display = new LiveDisplay(out, new Terminal(33), clock);

        display.show(job("Running", 5, 10));
        display.show(job("Running", 6, 10));

        var text = written.toString();
        assertThat(text).contains("pages  Running  [#####......] 50").contains(ERASE_TWO_LINES);
        assertThat(text.replaceAll("\u001b\\[\\d*[AJ]|\r", "").lines()).allMatch(line -> line.length() < 33);
    }

    @Test
    void leavesNothingOfTheBarBehindWhatIsSaid() {
        var display = new LiveDisplay(out, new Terminal(80), clock);
        display.show(job("Running", 5, 10));

        display.say("done");

        assertThat(written.toString()).endsWith(ERASE_TWO_LINES + "done" + System.lineSeparator());
    }

    @Test
    void saysHowLongItWillTake() {
        var end = clock.instant().plusSeconds(75);
        new LineDisplay(out, clock).show(job("""
                        phase: Running
                        progress: { discovered: 10, done: 5, pagesPerMinute: 4, estimatedCompletionTime: "%s" }
                        """.formatted(end)));

        assertThat(written.toString()).contains("4 a minute, about 1:15 left");
    }

    private static CrawlJob job(String phase, int done, int discovered) {
        return job("phase: %s\nprogress: { discovered: %d, done: %d }\n".formatted(phase, discovered, done));
    }

    private static CrawlJob job(String status) {
        return Resources.read(
                "metadata: { name: pages, namespace: default }\nspec: {}\nstatus:\n" + status.indent(2),
                CrawlJob.class);
    }

    private static final class HandClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
