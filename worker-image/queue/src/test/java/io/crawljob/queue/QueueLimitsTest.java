package io.crawljob.queue;

import static io.crawljob.queue.AskedLane.budget;
import static io.crawljob.queue.AskedLane.in;
import static io.crawljob.queue.AskedLane.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Gate.Grant;
import io.crawljob.queue.Gate.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What all jobs of a queue together may do, whatever their hosts and workers. */
@Tag("contract")
class QueueLimitsTest {

    private static final AtomicInteger HOSTS = new AtomicInteger();
    private static final Gate.Budget FREE = budget(0, 1_000);

    private Bench bench;

    @BeforeEach
    void start() {
        bench = Bench.usual();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private QueueLimits limits(@Nullable Integer perMinute, @Nullable Integer atOnce) {
        bench.jobs().limit(Bench.QUEUE, new QueueLimits(0, perMinute, atOnce));
        return bench.frontier().pick(Bench.QUEUE, "w", 1).limits();
    }

    private static Gate.Request request(String member, QueueLimits limits) {
        return request("host:any%d.example".formatted(HOSTS.incrementAndGet()), member, FREE, limits);
    }

    private static Gate.Request request(String lane, String member, Gate.Budget budget, QueueLimits limits) {
        return new Gate.Request(lane, member, budget, new Gate.Pool(QueueLimits.lane(Bench.QUEUE), limits.budget()));
    }

    private Grant ask(Gate.Request request) {
        return bench.gate().reserve(List.of(request)).getFirst();
    }

    @Test
    void tellsWorkersOfLimitsWithTheirNextPick() {
        var job = bench.opened(1);
        assertThat(limits(null, null)).isEqualTo(QueueLimits.NONE);

        var first = limits(600, 4);
        assertThat(first.perMinute()).isEqualTo(600);
        assertThat(first.maxConcurrent()).isEqualTo(4);
        assertThat(limits(600, 4)).as("said again").isEqualTo(first);
        assertThat(limits(60, null).version()).isGreaterThan(first.version());
        bench.jobs().cancel(job);
        assertThat(bench.frontier().pick(Bench.QUEUE, "w", 1).limits().perMinute())
                .as("without a job")
                .isEqualTo(60);
        assertThat(limits(null, null).none()).isTrue();
        assertThat(bench.redis().keys("*:q:test/default}*"))
                .as("nothing is left of a queue without jobs and limits")
                .noneMatch(key -> key.endsWith(":jobs"));
    }

    @Test
    void letsNoMoreStartInAMinuteOverAllJobsHostsAndWorkers() {
        var limits = limits(6_000, null);
        var starts = new ArrayList<Double>();
        double begun = millis();

        for (int i = 0; i < 300; i++) {
            double now = millis();
            if (ask(request("job%d|%d|1".formatted(i % 3, i), limits)) instanceof Grant.Start(var in, var _, var _)) {
                starts.add(now + in.toMillis());
            }
        }

        double took = starts.getLast() - begun;
        assertThat(starts).hasSizeGreaterThan(150);
        assertThat(starts.size()).isLessThanOrEqualTo((int) (took / 10 + 2));
    }

    @Test
    void letsNoMoreRunAtOnceOverAllJobsAndHosts() {
        var limits = limits(null, 3);
        var running = IntStream.range(0, 3)
                .mapToObj(i -> request("job%d|%d|1".formatted(i, i), limits))
                .toList();
        assertThat(bench.gate().reserve(running)).allMatch(Grant.Start.class::isInstance);

        var no = refused(ask(request("job4|1|1", limits)));
        assertThat(no.reason()).isEqualTo(Reason.CONCURRENCY);
        assertThat(no.byPool()).isTrue();

        bench.gate().release(List.of(running.getFirst()));
        assertThat(in(ask(request("job4|1|1", limits)))).isZero();
        assertThat(bench.gate()
                        .read(List.of(QueueLimits.lane(Bench.QUEUE)))
                        .getFirst()
                        .inFlight())
                .isEqualTo(3);
    }

    @Test
    void usesUpNothingOfAHostWhenTheQueueRefuses() {
        var limits = limits(null, 1);
        var slow = budget(1_500, 1);
        assertThat(ask(request("other|1|1", limits))).isInstanceOf(Grant.Start.class);

        assertThat(refused(ask(request("host:spared.example", "job|1|1", slow, limits)))
                        .byPool())
                .isTrue();

        // On a cluster both lanes cannot be asked in one step: the start is lost there.
        assertThat(in(ask(new Gate.Request("host:spared.example", "job|2|1", slow))))
                .isLessThanOrEqualTo(RedisServerProcess.startsCluster() ? 1_500 : 0);
    }

    @Test
    void usesUpNothingOfTheQueueWhenAHostRefuses() {
        var limits = limits(60, null);
        var blocked = budget(5_000, 1);
        assertThat(ask(new Gate.Request("host:slow.example", "job|1|1", blocked)))
                .isInstanceOf(Grant.Start.class);

        for (int i = 2; i < 20; i++) {
            assertThat(refused(ask(request("host:slow.example", "job|%d|1".formatted(i), blocked, limits)))
                            .byPool())
                    .isFalse();
        }

        assertThat(in(ask(request("job|99|1", limits)))).isZero();
    }

    @Test
    void obeysALimitThatIsChangedAtOnce() {
        var tight = limits(60, null);
        assertThat(in(ask(request("job|1|1", tight)))).isZero();
        assertThat(ask(request("job|2|1", tight))).isInstanceOf(Grant.Start.class);
        var _ = ask(request("job|3|1", tight));
        assertThat(refused(ask(request("job|4|1", tight))).reason()).isEqualTo(Reason.RATE);

        var loose = limits(60_000, null);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> ask(request("job|%d|1".formatted(HOSTS.get()), loose))
                                instanceof Grant.Start(var in, var _, var _)
                        && in.toMillis() < 500);
        assertThat(bench.gate()
                        .reserve(IntStream.range(0, 50)
                                .mapToObj(i -> request("job|5%d|1".formatted(i), tight))
                                .toList()))
                .as("whoever has not heard of it yet does not bring the old one back")
                .allMatch(Grant.Start.class::isInstance);
    }

    @Test
    void saysThatTheQueueHoldsItsJobsBack() {
        var limits = limits(null, 1);
        var lane = QueueLimits.lane(Bench.QUEUE);
        var running = request("job|1|1", limits);
        ask(running);
        refused(ask(request("job|2|1", limits)));

        assertThat(bench.gate().read(List.of(lane)).getFirst().reason()).isEqualTo(Reason.CONCURRENCY);
        bench.gate().release(List.of(running));
        assertThat(bench.gate().read(List.of(lane)).getFirst().waited()).isTrue();
    }

    @Test
    void keepsThePlaceInTheQueueOfARequestThatTakesLong() {
        try (var quick = Bench.shortLeases()) {
            quick.jobs().limit(Bench.QUEUE, new QueueLimits(0, null, 1));
            var limits = quick.frontier().pick(Bench.QUEUE, "w", 1).limits();
            var slow = request("slow|1|1", limits);
            quick.gate().reserve(List.of(slow));
            long end = System.nanoTime() + Bench.LEASE.multipliedBy(3).toNanos();

            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                quick.gate().extend(List.of(slow));
                assertThat(refused(quick.gate()
                                        .reserve(List.of(request("other|1|1", limits)))
                                        .getFirst())
                                .byPool())
                        .isTrue();
                return System.nanoTime() > end;
            });
        }
    }

    private double millis() {
        var time = bench.redis().time();
        return Double.parseDouble(time.get(0)) * 1000 + Double.parseDouble(time.get(1)) / 1000;
    }
}
