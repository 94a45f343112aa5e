package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.queue.Jobs.Finish;
import io.crawljob.queue.Jobs.Opened;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Two operators, each of which takes itself for the leader, do the same at the same moment: each thing has its effect once. */
@Tag("contract")
class TwoOperatorsTest {

    private static final int ITEMS = 40;

    private Bench bench;
    private RedisQueue other;

    @BeforeEach
    void start() {
        bench = Bench.usual();
        other = RedisQueue.connect(bench.server.settings());
    }

    @AfterEach
    void stop() {
        other.close();
        bench.close();
    }

    /** What each of the two was answered. */
    private <T> List<T> both(Function<Jobs, T> act) throws Exception {
        var together = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = List.of(bench.jobs(), other.jobs()).stream()
                    .map(jobs -> threads.submit((Callable<T>) () -> {
                        together.await();
                        return act.apply(jobs);
                    }))
                    .toList();
            return List.of(of(answers.get(0)), of(answers.get(1)));
        }
    }

    private static <T> T of(Future<T> answer) throws Exception {
        return answer.get();
    }

    private long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    @RepeatedTest(5)
    void haveEachEffectOnce() throws Exception {
        var plan = Plans.politeness(Plans.plan(Bench.uid()), 0, ITEMS);
        var job = plan.job();
        var seeds = LongStream.rangeClosed(1, ITEMS)
                .mapToObj(id -> Plans.item("a.example", id))
                .toList();

        assertThat(both(jobs -> jobs.open(plan))).containsExactlyInAnyOrder(Opened.CREATED, Opened.UNCHANGED);
        assertThat(sum(both(jobs -> (long) jobs.seed(job, seeds).admitted()))).isEqualTo(ITEMS);
        both(jobs -> {
            jobs.seeded(job);
            return true;
        });

        // What the other connections' seeds told the queue's sets is on its way.
        await().until(() -> bench.frontier().pick(Bench.QUEUE, "w1", 1).jobs().contains(job));
        bench.lease(job, "w1", ITEMS);
        assertThat(sum(both(jobs -> jobs.reap(Bench.QUEUE, "w1")))).isEqualTo(ITEMS);
        assertThat(bench.snapshot(job).waiting()).isEqualTo(ITEMS);

        bench.lease(job, "w2", ITEMS)
                .forEach(lease -> bench.settle(lease, "w2", new Outcome.Dead("Timeout", "", false)));
        assertThat(sum(both(jobs -> jobs.redrive(job, null, 1)))).isEqualTo(ITEMS);
        assertThat(bench.snapshot(job).failed()).isZero();

        bench.lease(job, "w2", ITEMS).forEach(lease -> bench.done(lease, "w2"));
        assertThat(both(jobs -> jobs.finish(job))).containsOnly(new Finish.Closed());
        assertThat(bench.snapshot(job).done()).isEqualTo(ITEMS);
        assertThat(bench.jobs().audit(job, false).findings()).isEmpty();

        while (!both(jobs -> jobs.purge(job)).contains(true)) Thread.onSpinWait();
        assertThat(bench.scan("*" + job.uid() + "}*")).isEmpty();
    }
}
