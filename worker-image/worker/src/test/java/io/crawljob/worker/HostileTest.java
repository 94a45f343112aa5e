package io.crawljob.worker;

import static io.crawljob.worker.site.RawSite.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Snapshot.Tally;
import io.crawljob.worker.site.RawSite;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers and pages that are made to hurt, each crawled together with ten others that have to come out whole. */
@Timeout(60)
class HostileTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final int OTHERS = 10;
    private static final byte[] KILOBYTE = "x".repeat(1_024).getBytes(StandardCharsets.ISO_8859_1);
    private static final String HTML = "Content-Type: text/html";

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    /** @param end the failure's class, or Recorded */
    record Hostile(String name, String end, RawSite.Answer answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> hostiles() {
        return Stream.of(
                new Hostile("100,000 nested tags", "Recorded", page("<div>".repeat(100_000))),
                new Hostile("a tag without end", "TooLarge", out -> {
                    head(out, "200 OK", HTML);
                    out.write("<p title='".getBytes(StandardCharsets.ISO_8859_1));
                    for (var i = 0; i < 100_000; i++) out.write(KILOBYTE);
                }),
                new Hostile("a bomb in gzip", "TooLarge", out -> {
                    head(out, "200 OK", HTML, "Content-Encoding: gzip", "Connection: close");
                    out.write(bomb());
                }),
                new Hostile("an endless chunked body", "TooLarge", out -> {
                    head(out, "200 OK", HTML, "Transfer-Encoding: chunked");
                    while (true) {
                        out.write("400\r\n".getBytes(StandardCharsets.ISO_8859_1));
                        out.write(KILOBYTE);
                        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    }
                }),
                new Hostile("a byte now and then", "Timeout", out -> {
                    head(out, "200 OK", HTML);
                    while (true) drip(out);
                }),
                new Hostile("endless headers", "Protocol", out -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    while (true) out.write("X-More: of the same\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }),
                new Hostile("an early close", "Protocol", out -> head(out, "200 OK", HTML, "Content-Length: 5000")),
                new Hostile(
                        "a Content-Length that is none",
                        "Protocol",
                        out -> head(out, "200 OK", HTML, "Content-Length: x", "Content-Length: 3")),
                new Hostile(
                        "a redirect to itself",
                        "Redirect",
                        out -> head(out, "302 Found", "Location: /start", "Content-Length: 0")),
                new Hostile("NUL bytes", "Recorded", page("<a\0 href=/x>\0</a>\0\0")),
                new Hostile("UTF-16 without a mark", "Recorded", out -> {
                    head(out, "200 OK", HTML, "Connection: close");
                    out.write("<html><title>Hi</title><p>text".getBytes(StandardCharsets.UTF_16LE));
                }),
                new Hostile(
                        "links that are none",
                        "Recorded",
                        page("<a href='javascript:alert(1)'>x</a><a href='data:text/html,<a href=/y>'>y</a>")),
                new Hostile(
                        "a page made to grow",
                        "Recorded",
                        page("<p>"
                                + IntStream.range(0, 12)
                                        .mapToObj(i -> "<b q=%d %s>".formatted(i, "z".repeat(300)))
                                        .collect(Collectors.joining())
                                + "<p>x".repeat(60_000))),
                new Hostile(
                        "what is no HTTP",
                        "Protocol",
                        out -> out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.ISO_8859_1))));
    }

    @ParameterizedTest
    @MethodSource("hostiles")
    void endsInItsClassAndTenOtherPagesAreCrawledMeanwhile(Hostile hostile) {
        try (var raw = new RawSite(hostile.answer())) {
            var ended = crawlWith(raw.url("/start"));

            assertThat(ended.urls().stream().filter(url -> url.startsWith(site.url("/"))))
                    .hasSize(OTHERS);
            if (hostile.end().equals("Recorded")) {
                assertThat(ended.urls()).contains(raw.url("/start"));
            } else {
                assertThat(ended.snapshot().failures()).extracting(Tally::name).containsExactly(hostile.end());
            }
        }
    }

    @Test
    void aCalendarWithoutEndAndSessionIdsInPathsEndAtTheJobsLimits() {
        try (var raw = new RawSite(page("<a href='next/'>tomorrow</a> <a href=/s/%d/>a session</a>"))) {
            var ended = crawlWith(raw.url("/start/"));

            assertThat(ended.urls().stream().filter(url -> url.startsWith(site.url("/"))))
                    .hasSize(OTHERS);
            assertThat(ended.skipped("RepeatedSegment")).isPositive();
        }
    }

    private Crawl.Ended crawlWith(String hostile) {
        var others = IntStream.range(0, OTHERS).mapToObj(i -> "/" + i).toArray(String[]::new);
        for (var page : others) site.on(page, Answer.page("Page", others));
        var seeds = new ArrayList<>(List.of(hostile, site.url("/0")));
        var scope = new Plan.Scope(seeds, true, Plan.Within.HOST, Plan.Sitemaps.IGNORE, List.of(), List.of(), 8);
        var plan = TestPlans.plan(new JobKey("research", "hostile-" + System.nanoTime()), scope);
        var quick = new Plan.Fetch(plan.fetch().userAgent(), 3, 1_000_000, true, 0);
        var once = new Plan.Retry(0, 1, 1, 1, null);
        return crawl.crawl(TestPlans.with(TestPlans.with(plan, quick), once));
    }

    private static RawSite.Answer page(String body) {
        return out -> {
            var bytes = ("<html>" + body).getBytes(StandardCharsets.UTF_8);
            head(out, "200 OK", HTML + "; charset=utf-8", "Content-Length: " + bytes.length, "Connection: close");
            out.write(bytes);
        };
    }

    private static byte[] bomb() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var i = 0; i < 10_000; i++) gzip.write(KILOBYTE);
        }
        return bytes.toByteArray();
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        out.write('x');
        out.flush();
        Thread.sleep(200);
    }
}
