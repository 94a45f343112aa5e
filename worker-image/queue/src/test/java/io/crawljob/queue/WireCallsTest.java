package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a URL costs on the wire, by the server's own count. */
class WireCallsTest {

    private static final Pattern CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");
    private static final int BATCH = 32;

    @Test
    void needsLessThanASixthOfACallForAUrlInBatches() {
        try (var bench = Bench.usual()) {
            var job = bench.opened(Plans.politeness(Plans.plan(Bench.uid()), 0, 10_000), 3200);
            var budget = new Gate.Budget(Duration.ZERO, 1000, null, null, 1);
            bench.frontier().pick(Bench.QUEUE, "w", 1);
            var leases = bench.lease(job, "w", BATCH);
            bench.redis().configResetstat();

            int urls = 0;
            while (!leases.isEmpty()) {
                var requests = leases.stream()
                        .map(lease -> new Gate.Request(
                                lease.lane(), job + "|" + lease.token().id() + "|1", budget))
                        .toList();
                assertThat(bench.gate().reserve(requests)).allMatch(grant -> grant instanceof Gate.Grant.Start);
                bench.gate().release(requests);
                var ends = leases.stream()
                        .map(lease -> new Settlement(lease.token(), new Outcome.Fetched(1000, "{\"url\":1}", null)))
                        .toList();
                urls += ends.size();
                leases = bench.frontier()
                        .settleAndLease(job, "w", ends, BATCH)
                        .next()
                        .leases();
            }

            assertThat(urls).isEqualTo(3200);
            assertThat(calls(bench)).isLessThanOrEqualTo(Math.round(urls * 0.15));
        }
    }

    @Test
    void needsNoMoreCallsWhereTheQueueHasLimits() {
        try (var bench = Bench.usual()) {
            bench.jobs().limit(Bench.QUEUE, new QueueLimits(0, 60_000, 100));
            var limits = bench.frontier().pick(Bench.QUEUE, "w", 1).limits();
            var pool = new Gate.Pool(QueueLimits.lane(Bench.QUEUE), limits.budget());
            var requests = java.util.stream.IntStream.range(0, BATCH)
                    .mapToObj(i -> new Gate.Request(
                            "host:h%d.example".formatted(i),
                            "job|%d|1".formatted(i),
                            new Gate.Budget(Duration.ZERO, 1000, null, null, 1),
                            pool))
                    .toList();
            // The server learns the scripts.
            bench.gate().reserve(requests);
            bench.gate().release(requests);
            bench.redis().configResetstat();

            assertThat(bench.gate().reserve(requests)).allMatch(grant -> grant instanceof Gate.Grant.Start);
            bench.gate().release(requests);

            assertThat(calls(bench)).isEqualTo(2);
        }
    }

    @Test
    void readsAllJobsInAsManyCallsAsThereAreJobs() {
        try (var bench = Bench.usual()) {
            var jobs = List.of(bench.opened(1), bench.opened(1), bench.opened(1));
            bench.jobs().snapshots(jobs);
            // Takes along what is to be told of the jobs, so that it does not come in between.
            bench.frontier().pick(Bench.QUEUE, "w", 1);
            bench.redis().configResetstat();

            bench.jobs().snapshots(jobs);

            assertThat(calls(bench)).isEqualTo(3);
        }
    }

    private static long calls(Bench bench) {
        return CALLS.matcher(bench.redis().info("commandstats"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
