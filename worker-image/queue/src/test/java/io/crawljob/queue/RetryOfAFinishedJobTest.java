package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetryOfAFinishedJobTest {

    private static RedisServerProcess server;
    private static RedisQueue queue;

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        queue = RedisQueue.connect(server.settings());
    }

    @AfterAll
    static void stop() {
        queue.close();
        server.close();
    }

    @Test
    void runsAgainAsTheNextRunWhenDeadLettersComeBack() {
        var job = finishedWithOneDeadLetter("again", false);

        assertThat(queue.jobs().redrive(job, null, 2)).isEqualTo(1);

        var snapshot = snapshot(job);
        assertThat(snapshot.state()).isEqualTo(JobState.RUNNING);
        assertThat(snapshot.run()).isEqualTo(2);
        assertThat(queue.frontier().lease(job, "w", 10).leases()).hasSize(1);
    }

    @Test
    void staysFinishedWhenNothingMayBeTriedAgain() {
        var job = finishedWithOneDeadLetter("permanent", true);

        assertThat(queue.jobs().redrive(job, null, 2)).isZero();

        assertThat(snapshot(job).state()).isEqualTo(JobState.FINISHED);
        assertThat(snapshot(job).run()).isEqualTo(1);
    }

    private static JobKey finishedWithOneDeadLetter(String uid, boolean permanent) {
        var job = Plans.plan(uid).job();
        queue.jobs().open(Plans.plan(uid));
        queue.jobs().seed(job, List.of(Plans.item("a.example", 1)));
        queue.jobs().seeded(job);
        var leased = queue.frontier().lease(job, "w", 10).leases().getFirst();
        var dead = new Outcome.Dead("Http5xx", "503", permanent);
        queue.frontier().settle(job, "w", List.of(new Settlement(leased.token(), dead)));
        assertThat(queue.jobs().finish(job)).isEqualTo(new Jobs.Finish.Closed());
        return job;
    }

    private static Snapshot snapshot(JobKey job) {
        return queue.jobs().snapshots(List.of(job)).getFirst().orElseThrow();
    }
}
