package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One queue with five thousand jobs, nearly all of which have items that nobody may ask for now. */
class ManyJobsTest {

    private static final int JOBS = 5_000;
    private static final int EACH_WITH_WORK = 50;
    private static final int ITEMS = 3;
    private static final int WORKERS = 10;
    private static final int JOBS_A_PICK = 16;
    private static final int THREADS = 16;
    private static final Pattern COMMANDS = Pattern.compile("cmdstat_(\\S+):calls=(\\d+)");

    private final Set<JobKey> withWork = new HashSet<>();
    private final List<JobKey> blocked = new ArrayList<>();
    private Bench bench;

    @BeforeEach
    void open() throws InterruptedException, ExecutionException {
        bench = Bench.usual();
        var calls = new ArrayList<Callable<JobKey>>();
        for (int i = 0; i < JOBS; i++) {
            boolean free = i % EACH_WITH_WORK == 0;
            calls.add(() -> free ? bench.opened(ITEMS) : blocked());
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var jobs = threads.invokeAll(calls);
            for (int i = 0; i < JOBS; i++) {
                if (i % EACH_WITH_WORK == 0) withWork.add(jobs.get(i).get());
                else blocked.add(jobs.get(i).get());
            }
        }
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    /** One item done, and its host's next one minutes away. */
    private JobKey blocked() {
        var job = bench.opened(Plans.delayed(Bench.uid(), 600_000, 1), ITEMS);
        bench.done(bench.leaseOne(job, "w"), "w");
        return job;
    }

    /** Each of the workers picks and works in turn, until none of them is told of any job. How often each job was asked. */
    private Map<JobKey, Integer> work() {
        var asked = new HashMap<JobKey, Integer>();
        int idle = 0;
        for (int turn = 0; idle < WORKERS; turn++) {
            var worker = "w" + turn % WORKERS;
            var jobs = bench.frontier().pick(Bench.QUEUE, worker, JOBS_A_PICK).jobs();
            idle = jobs.isEmpty() ? idle + 1 : 0;
            for (var job : jobs) {
                asked.merge(job, 1, Integer::sum);
                for (var lease : bench.lease(job, worker, ITEMS)) bench.done(lease, worker);
            }
        }
        return asked;
    }

    /** By the server's own count, those within scripts too. */
    private Map<String, Long> commands() {
        var counts = new HashMap<String, Long>();
        COMMANDS.matcher(bench.redis().info("commandstats"))
                .results()
                .forEach(match -> counts.put(match.group(1), Long.parseLong(match.group(2))));
        return counts;
    }

    @Test
    void forgetsNoJobWithWorkAndAsksABlockedOneHardlyEver() {
        bench.redis().configResetstat();

        var asked = work();

        assertThat(asked.keySet()).containsAll(withWork);
        assertThat(withWork).allSatisfy(job -> {
            assertThat(bench.snapshot(job).done()).isEqualTo(ITEMS);
            assertThat(bench.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        });
        assertThat(blocked)
                .allSatisfy(job -> assertThat(asked.getOrDefault(job, 0)).isLessThanOrEqualTo(2));

        bench.redis().configResetstat();
        int picks = 5 * WORKERS;
        for (int i = 0; i < picks; i++) {
            assertThat(bench.frontier()
                            .pick(Bench.QUEUE, "w" + i % WORKERS, JOBS_A_PICK)
                            .jobs())
                    .isEmpty();
        }
        var commands = commands();
        assertThat(commands.get("evalsha"))
                .as("nothing but the picks themselves")
                .isEqualTo(picks);
        assertThat(commands.values().stream().mapToLong(Long::longValue).sum())
                .as("whatever the number of jobs: %s", commands)
                .isLessThanOrEqualTo(10L * picks);
    }

    @Test
    void hearsOfEveryBlockedJobThatGetsWork() {
        work();
        var woken = new HashSet<JobKey>();
        for (int i = 0; i < blocked.size(); i += 250) {
            woken.add(blocked.get(i));
            bench.seed(blocked.get(i), "other.example", 100, 100);
        }
        assertThat(woken).hasSize(20);

        var leases = new HashMap<JobKey, Lease>();
        asking().until(() -> {
            leaseInto(leases);
            return leases.keySet().containsAll(woken);
        });
        leases.values().forEach(lease -> bench.settle(lease, "w0", new Outcome.PutBack(Duration.ofMillis(300))));

        var again = new HashMap<JobKey, Lease>();
        asking().untilAsserted(() -> {
            leaseInto(again);
            assertThat(again.keySet()).containsExactlyInAnyOrderElementsOf(woken);
        });
    }

    /** Quicker than blocked jobs are due to be asked again, each once a minute: those come first. */
    private static ConditionFactory asking() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(1));
    }

    private void leaseInto(Map<JobKey, Lease> leases) {
        for (var job : bench.frontier().pick(Bench.QUEUE, "w0", JOBS_A_PICK).jobs()) {
            for (var lease : bench.lease(job, "w0", 1)) leases.put(job, lease);
        }
    }
}
