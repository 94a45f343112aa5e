package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueLimits;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.TimedSite;
import io.crawljob.worker.site.TimedSite.Arrival;
import io.crawljob.worker.site.TimedSite.Reply;
import io.crawljob.worker.site.TimedSites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a queue's limits are to the sites: over all hosts, jobs and workers. */
@Timeout(120)
class QueueLimitsTest {

    private static final int HOSTS = 4;
    private static final int PAGES = 10;

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final TimedSites all = new TimedSites();
    private final Crawl crawl = new Crawl(redis);
    private final List<TimedSite> sites = IntStream.range(0, HOSTS)
            .mapToObj(i -> all.open("127.0.0." + (20 + i), (path, _) -> page(path)))
            .toList();

    @AfterEach
    void close() {
        crawl.close();
        redis.close();
        all.close();
    }

    private static Reply page(String path) {
        var links = IntStream.rangeClosed(1, PAGES).mapToObj(i -> "/" + i).toArray(String[]::new);
        return path.equals("/") ? Reply.page(Duration.ofMillis(50), links) : Reply.page(Duration.ofMillis(50));
    }

    private void limit(@Nullable Integer perMinute, @Nullable Integer atOnce) {
        crawl.jobs().limit(Crawl.QUEUE, new QueueLimits(0, perMinute, atOnce));
    }

    private JobKey submit(int from, int to) {
        return crawl.submit(TestPlans.plan(
                sites.subList(from, to).stream().map(site -> site.url("/")).toArray(String[]::new)));
    }

    private List<Arrival> arrivals() {
        var arrivals = new ArrayList<Arrival>();
        sites.forEach(site -> arrivals.addAll(site.arrivals()));
        arrivals.sort(Comparator.comparingLong(Arrival::latest));
        return arrivals;
    }

    /** Requests of all sites that were under way together; what its site says of each is whole only for one site. */
    private int mostAtOnce() {
        return arrivals().stream()
                .mapToInt(one -> (int) sites.stream()
                        .filter(site -> underWay(site, one.latest()))
                        .count())
                .max()
                .orElse(0);
    }

    private static boolean underWay(TimedSite site, long at) {
        var arrived = site.arrivals().stream().filter(it -> it.latest() <= at).count();
        var answered = site.answers().stream().filter(it -> it.at() < at).count();
        return arrived > answered;
    }

    @Test
    void noMoreRequestsAMinuteComeFromAllJobsAndWorkersThanTheQueueMayMake() {
        limit(600, null);
        var jobs = List.of(submit(0, 2), submit(2, HOSTS));
        crawl.startWorker("worker-1");
        crawl.startWorker("worker-2");

        for (var job : jobs) assertThat(crawl.awaitEnd(job).snapshot().done()).isEqualTo(2 * (PAGES + 1));

        var arrivals = arrivals();
        assertThat(arrivals).hasSize(HOSTS * (PAGES + 2));
        for (var first = 0; first < arrivals.size(); first++) {
            for (var last = first + 1; last < arrivals.size(); last++) {
                var seconds = (arrivals.get(last).latest() - arrivals.get(first).earliest()) / 1e9;
                // What two seconds hold may come together: so far ahead lies a start that a host puts off.
                assertThat(last - first + 1).isLessThanOrEqualTo((int) (10 * (seconds + 2)) + 1);
            }
        }
    }

    @Test
    void noMoreRequestsRunAtOnceThanTheQueueMayHave() {
        crawl.politeness(Duration.ZERO, 1);
        limit(null, 2);
        var jobs = List.of(submit(0, 2), submit(2, HOSTS));
        crawl.startWorker("worker-1");
        crawl.startWorker("worker-2");

        for (var job : jobs) assertThat(crawl.awaitEnd(job).snapshot().done()).isEqualTo(2 * (PAGES + 1));

        assertThat(mostAtOnce()).isEqualTo(2);
    }

    @Test
    void aLimitThatIsLiftedHoldsNobodyForFiveSeconds() {
        limit(1, null);
        var job = submit(0, 1);
        crawl.startWorker("worker-1");
        await().atMost(Duration.ofSeconds(10)).until(() -> !arrivals().isEmpty());

        var before = arrivals().size();
        limit(null, null);

        var lifted = System.nanoTime();
        await().atMost(Duration.ofSeconds(5)).until(() -> arrivals().size() > before + 2);
        crawl.awaitEnd(job);
        assertThat(before).isLessThan(4);
        assertThat(Duration.ofNanos(System.nanoTime() - lifted)).isLessThan(Duration.ofSeconds(20));
    }
}
