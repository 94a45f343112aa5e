package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.RawSite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sites that go on without end, crawled without a limit that would end them. */
@Timeout(60)
class TrapTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void aCalendarWithoutEndEnds() {
        endsWithNearDuplicates(day ->
                "<title>Calendar</title><p>Nothing on day %1$d.</p><a href=/day/%2$d>%2$d</a><a href=/day/%3$d>b</a>"
                        .formatted(day, day + 1, 2 * day));
    }

    @Test
    void sessionIdsInPathsEnd() {
        var next = new AtomicInteger();
        endsWithNearDuplicates(_ ->
                "<title>Shop</title><p>Welcome</p><a href=/s/f00dfacecafe%1$06d/>a</a><a href=/s/f00dfacecafe%1$05d7/>b</a>"
                        .formatted(next.incrementAndGet()));
    }

    @Test
    void numberedPagesThatDifferInNumbersAreNoTrap() {
        try (var site = byNumber(number -> "<p>Drawn: %d and %d</p>%s"
                .formatted(
                        number * 31,
                        number * 7,
                        number > 160
                                ? ""
                                : "<a href=/p/%d>a</a><a href=/p/%d>b</a>".formatted(2 * number, 2 * number + 1)))) {
            var ended = crawl.crawl(plan(site.url("/p/1")));

            assertThat(ended.skipped("NearDuplicate")).isZero();
            assertThat(ended.urls()).hasSizeGreaterThan(150);
        }
    }

    private void endsWithNearDuplicates(IntFunction<String> html) {
        try (var site = byNumber(html)) {
            var ended = crawl.crawl(plan(site.url("/day/1")));

            assertThat(ended.skipped("NearDuplicate")).isPositive();
            assertThat(ended.records()).hasSizeBetween(100, 400);
        }
    }

    /** @param html by the last number of the path, or 0 */
    private static RawSite byNumber(IntFunction<String> html) {
        return RawSite.byPath((out, path) -> {
            var last = path.substring(path.lastIndexOf('/') + 1);
            answer(out, html.apply(last.matches("\\d{1,9}") ? Integer.parseInt(last) : 0));
        });
    }

    private static Plan plan(String seed) {
        var scope = new Plan.Scope(
                List.of(seed), true, Plan.Within.HOST, Plan.Sitemaps.IGNORE, List.of(), List.of(), 10_000);
        return TestPlans.plan(new JobKey("research", "trap-" + System.nanoTime()), scope);
    }

    private static void answer(java.io.OutputStream out, String html) throws java.io.IOException {
        var bytes = html.getBytes(StandardCharsets.UTF_8);
        RawSite.head(out, "200 OK", "Content-Type: text/html", "Content-Length: " + bytes.length, "Connection: close");
        out.write(bytes);
    }
}
