package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.queue.Gate;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.site.TimedSite;
import io.crawljob.worker.site.TimedSite.Answered;
import io.crawljob.worker.site.TimedSite.Reply;
import io.crawljob.worker.site.TimedSites;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Politeness as the sites themselves see it: three workers and two jobs at the same hosts, while workers are killed. */
@Timeout(180)
class TargetTest {

    private static final int PAGES = 8;
    /** Few, since each of them waits for what is left of a back-off. */
    private static final int OVERLOADED_PAGES = 2;

    private static final Duration REST = Duration.ofSeconds(3);
    private static final Duration ONE_DELAY = Duration.ofMillis(300);
    private static final Duration SEVERAL_DELAY = Duration.ofMillis(500);
    private static final Duration SHORT_DELAY = Duration.ofMillis(50);
    private static final int SEVERAL = 3;
    private static final String GONE = "127.0.0.6";
    private static final Duration TOLD = Duration.ofMillis(250);
    private static final Duration UNREACHABLE = Duration.ofMinutes(2);

    @TempDir
    private Path logs;

    private final RedisServerProcess redis = RedisServerProcess.start();
    private final TimedSites sites = new TimedSites();
    private final Crawl crawl = new Crawl(redis);

    /** One request at a time. */
    private final TimedSite one = sites.open("127.0.0.2", (path, _) -> page(path, PAGES, Duration.ofMillis(200)));
    /** Several at once, each of which takes longer than the delay. */
    private final TimedSite several = sites.open("127.0.0.3", (path, _) -> page(path, PAGES, Duration.ofMillis(1_100)));

    private final TimedSite limited = sites.open("127.0.0.4", (path, number) -> switch (number) {
        case 3 -> Reply.status(429, "Retry-After: " + REST.toSeconds());
        case 7 -> Reply.status(503, "Retry-After: " + REST.toSeconds());
        default -> page(path, PAGES, Duration.ZERO);
    });
    /** Starts that were granted before the answer, too, must not be used. */
    private final TimedSite limitedAtOnce = sites.open("127.0.0.7", (path, number) -> switch (number) {
        case 4, 9 -> Reply.status(429, "Retry-After: " + REST.toSeconds());
        default -> page(path, PAGES, Duration.ZERO);
    });

    private final TimedSite overloaded = sites.open("127.0.0.5", (path, number) -> switch (number) {
        case 3, 5 -> Reply.status(429);
        case 4 -> Reply.status(503);
        default -> page(path, OVERLOADED_PAGES, Duration.ZERO);
    });

    @AfterEach
    void close() {
        crawl.close();
        redis.close();
        sites.close();
    }

    @Test
    void noSiteSeesMoreThanItsBudgetWhileWorkersAreKilled() throws IOException {
        politeness();
        var begun = System.nanoTime();
        var closed = closed(GONE);
        TimedSite gone;
        try (var workers = new WorkerProcesses(redis, logs)) {
            for (var i = 1; i <= 3; i++) workers.start("worker-" + i);
            await().atMost(Duration.ofSeconds(60)).until(workers::allWork);
            var jobs = List.of(submit(), submit());
            crawl.submit(TestPlans.plan(pages(closed)));

            await().atMost(Duration.ofSeconds(30)).until(() -> rests(closed));
            gone = sites.open(closed, (path, _) -> page(path, 0, Duration.ZERO));
            kill(workers, several, jobs);
            kill(workers, one, jobs);
            workers.start("worker-4");
            workers.start("worker-5");
            for (var job : jobs) awaitEnd(job);
        }

        assertThat(gone.arrivals()).noneMatch(arrival -> arrival.latest() - begun < UNREACHABLE.toNanos());
        assertThat(complaints(TOLD)).allSatisfy((_, said) -> assertThat(said).isEmpty());
        assertThat(several.arrivals()).anyMatch(arrival -> arrival.open() > 1);
    }

    @Test
    void theSitesComplainOfAGateThatIsAlwaysOpen() {
        politeness();
        submit();
        for (var i = 1; i <= 3; i++) {
            var own = RedisQueue.connect(redis.settings());
            var ports = QueuePorts.of(own);
            var open = new QueuePorts(ports.frontier(), new OpenGate(ports.gate()), ports.shared());
            crawl.startWorker(crawl.settings("worker-" + i), own, open);
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(complaints(Duration.ZERO))
                        .allSatisfy((_, said) -> assertThat(said).isNotEmpty()));
    }

    /** Where nobody listens yet. */
    private static InetSocketAddress closed(String host) throws IOException {
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(host, 0));
            return new InetSocketAddress(host, listener.getLocalPort());
        }
    }

    /** More than one worker has in hand, since those that ask for robots.txt together fail together. */
    private static String[] pages(InetSocketAddress host) {
        return IntStream.range(0, 12)
                .mapToObj(page -> "http://%s:%d/%d".formatted(host.getHostString(), host.getPort(), page))
                .toArray(String[]::new);
    }

    private boolean rests(InetSocketAddress host) {
        var lane = "host:%s:%d".formatted(host.getHostString(), host.getPort());
        var state = crawl.queue().gate().read(List.of(lane)).getFirst();
        return state.reason() == Gate.Reason.UNREACHABLE;
    }

    /** By what they are about. */
    private Map<String, List<String>> complaints(Duration told) {
        var all = new HashMap<String, List<String>>();
        all.put("delay, one at once", Complaints.tooClose(one, ONE_DELAY));
        all.put("delay, several at once", Complaints.tooClose(several, SEVERAL_DELAY));
        all.put("one at once", Complaints.tooManyAtOnce(one, 1));
        all.put("several at once", Complaints.tooManyAtOnce(several, SEVERAL));
        all.put("Retry-After", Complaints.withinRest(limited, TargetTest::rest, Duration.ZERO));
        all.put("Retry-After, several at once", Complaints.withinRest(limitedAtOnce, TargetTest::rest, told));
        var first = Duration.ofSeconds(1);
        var refusals = overloaded.answers().stream().filter(TargetTest::refused).toList();
        all.put(
                "back-off",
                Complaints.withinRest(
                        overloaded,
                        answer -> refused(answer) ? first.multipliedBy(1L << refusals.indexOf(answer)) : Duration.ZERO,
                        Duration.ZERO));
        return all;
    }

    private static Duration rest(Answered answer) {
        return refused(answer) ? REST : Duration.ZERO;
    }

    private static boolean refused(Answered answer) {
        return answer.reply().status() == 429 || answer.reply().status() == 503;
    }

    private void kill(WorkerProcesses workers, TimedSite site, List<JobKey> jobs) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> workers.killHolder(site.lane(), jobs).isPresent());
    }

    private void awaitEnd(JobKey job) {
        await().atMost(Duration.ofSeconds(100)).untilAsserted(() -> {
            var snapshot = crawl.snapshot(job);
            assertThat(snapshot.done()).as(snapshot::toString).isEqualTo(4 * PAGES + OVERLOADED_PAGES + 5);
        });
        assertThat(crawl.snapshot(job).failed()).isZero();
    }

    private static Reply page(String path, int pages, Duration after) {
        if (!path.equals("/")) return Reply.page(after);
        return Reply.page(
                after,
                IntStream.rangeClosed(1, pages).mapToObj(page -> "/" + page).toArray(String[]::new));
    }

    private JobKey submit() {
        return crawl.submit(TestPlans.plan(
                one.url("/"), several.url("/"), limited.url("/"), limitedAtOnce.url("/"), overloaded.url("/")));
    }

    private void politeness() {
        var rules = new ArrayList<Rule>();
        rules.add(rule(ONE_DELAY, 1, one.host()));
        rules.add(rule(SEVERAL_DELAY, SEVERAL, several.host()));
        rules.add(rule(SHORT_DELAY, 1, limited.host()));
        rules.add(rule(SEVERAL_DELAY, SEVERAL, limitedAtOnce.host()));
        rules.add(rule(SHORT_DELAY, 1, overloaded.host()));
        rules.add(rule(SHORT_DELAY, 1, GONE));
        crawl.politeness(rules);
    }

    private static Rule rule(Duration delay, int atOnce, String host) {
        return new Rule(
                host,
                List.of(host),
                delay.toMillis(),
                atOnce,
                null,
                null,
                true,
                List.of("*"),
                List.of(AddressPolicy.EVERY_PORT));
    }

    /** Lets everything start at once; all else goes to the real one. */
    private record OpenGate(Gate real) implements Gate {

        @Override
        public List<Grant> reserve(List<Request> requests) {
            return requests.stream()
                    .<Grant>map(_ -> new Grant.Start(Duration.ZERO, HORIZON, Duration.ZERO))
                    .toList();
        }

        @Override
        public void end(List<Ended> requests) {
            real.end(requests);
        }

        @Override
        public void extend(List<Request> requests) {
            real.extend(requests);
        }

        @Override
        public void report(String lane, Report report) {
            real.report(lane, report);
        }

        @Override
        public List<LaneState> read(List<String> lanes) {
            return real.read(lanes);
        }
    }
}
