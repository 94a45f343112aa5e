package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.RawSite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sites that go on without end, crawled without a limit that would end them. */
@Timeout(60)
class TrapTest {

    private static final RedisServerProcess REDIS = RedisServerProcess.start();
    private final Crawl crawl = new Crawl(REDIS);

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @AfterEach
    void close() {
        crawl.close();
    }

    @Test
    void aCalendarWithoutEndEnds() {
        endsWithNearDuplicates(
                "<title>Calendar</title><p>Nothing on day %1$d.</p><a href=/day/%1$d/1>a</a><a href=/day/%1$d/2>b</a>");
    }

    @Test
    void sessionIdsInPathsEnd() {
        endsWithNearDuplicates(
                "<title>Shop</title><p>Welcome</p><a href=/s/f00dfacecafe%1$06d/>a</a><a href=/s/f00dfacecafe%1$05d7/>b</a>");
    }

    @Test
    void numberedPagesThatDifferAreNoTrap() {
        var next = new AtomicInteger();
        try (var site = new RawSite(out -> {
            var number = next.incrementAndGet();
            var links =
                    number > 160 ? "" : "<a href=/p/%d>a</a><a href=/p/%d>b</a>".formatted(2 * number, 2 * number + 1);
            answer(out, "<p>All about %s %s</p>%s".formatted(word(number), word(number * 31), links));
        })) {
            var ended = crawl.crawl(plan(site.url("/p/1")));

            assertThat(ended.skipped("NearDuplicate")).isZero();
            assertThat(ended.urls()).hasSizeGreaterThan(150);
        }
    }

    private void endsWithNearDuplicates(String html) {
        var next = new AtomicInteger();
        try (var site = new RawSite(out -> answer(out, html.formatted(next.incrementAndGet())))) {
            var ended = crawl.crawl(plan(site.url("/day/0/0")));

            assertThat(ended.skipped("NearDuplicate")).isPositive();
            assertThat(ended.records()).hasSizeBetween(100, 400);
        }
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

    /** Another one for each number, in letters. */
    private static String word(int number) {
        return Integer.toString(number, 26)
                .chars()
                .map(c -> Character.digit(c, 26) + 'a')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
