package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host at which nobody answers, and what the job's status hears of it. */
@Timeout(60)
class RestTest {

    private static final Duration REST = Duration.ofMinutes(2);

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void aHostThatRestsIsNamedWithTheReasonAndTheTimeAndTheOthersAreDone() throws IOException {
        site.on("/", Answer.page("Home", "/a")).on("/a", Answer.page("A"));
        var closed = closed();
        var pages = IntStream.range(0, 40).mapToObj("http://%s/%%d".formatted(closed)::formatted);
        var plan = TestPlans.plan(Stream.concat(Stream.of(site.url("/")), pages).toArray(String[]::new));
        var job = crawl.submit(TestPlans.with(plan, new Plan.Retry(9, 0, 1, 1, List.of(0))));
        var begun = Instant.now();

        crawl.startWorker("worker");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> crawl.snapshot(job).delayed() == 40
                        && crawl.snapshot(job).done() == 2);
        assertThat(crawl.snapshot(job).hosts()).singleElement().satisfies(host -> {
            assertThat(host.host()).isEqualTo(closed);
            assertThat(host.reason()).isEqualTo("Unreachable");
            assertThat(host.delayed()).isEqualTo(40);
            assertThat(Objects.requireNonNull(host.nextTime()))
                    .isBetween(begun.plus(REST), Instant.now().plus(REST));
        });
        assertThat(crawl.snapshot(job).failed()).isZero();
    }

    /** Where nobody listens. */
    private static String closed() throws IOException {
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.8"), 0));
            return "127.0.0.8:" + listener.getLocalPort();
        }
    }
}
