package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the operator does at random in a {@link ModelRun}. */
record ModelOperator(Bench bench, JobKey job, Random random) {

    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    void seed(FrontierModel model) {
        var seeds = RandomWork.links(random);
        boolean over = model.state == JobState.FINISHED || model.state == JobState.CANCELLED;
        var wanted = over ? new Discovery(Verdict.REFUSED, 0, 0, 0) : model.admit(seeds);
        assertThat(bench.jobs().seed(job, seeds)).isEqualTo(wanted);
        if (random.nextInt(4) == 0) {
            bench.jobs().seeded(job);
            model.seeded = true;
        }
    }

    void suspendOrResume(FrontierModel model) {
        if (random.nextInt(3) == 0) {
            bench.jobs().suspend(job);
            if (model.state == JobState.RUNNING) model.state = JobState.SUSPENDED;
        } else {
            bench.jobs().resume(job);
            if (model.state == JobState.SUSPENDED) model.state = JobState.RUNNING;
        }
    }

    void redrive(FrontierModel model) {
        var failureClass = random.nextBoolean()
                ? null
                : List.of("Timeout", "Http4xx", "WorkerLost").get(random.nextInt(3));
        var lane = random.nextInt(3) > 0 ? null : RandomWork.LANES.get(random.nextInt(RandomWork.LANES.size()));
        var id = random.nextInt(4) > 0 ? null : Long.valueOf(random.nextInt(700) - 100);
        long moved = bench.jobs().redriveOnly(job, new Jobs.Selection(failureClass, lane, id), model.plan.run());
        assertThat(moved).isEqualTo(model.redrive(failureClass, lane, id));
    }

    void changePlan(FrontierModel model) {
        var plan = model.plan;
        var older = Plans.generation(plan, plan.generation() - 1, new Plan.Limits(1, 1L, null), Priority.LOW);
        assertThat(bench.jobs().open(older)).isEqualTo(Jobs.Opened.STALE);
        assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.UNCHANGED);
        var limits = new Plan.Limits(
                50 + random.nextInt(400),
                5L + random.nextInt(60),
                null,
                often(200, 3_000),
                often(2, 40),
                often(50, 800));
        model.plan = Plans.generation(
                plan, plan.generation() + 1, limits, PRIORITIES.get(random.nextInt(PRIORITIES.size())));
        assertThat(bench.jobs().open(model.plan)).isEqualTo(Jobs.Opened.UPDATED);
    }

    /** A limit, or none. */
    private @Nullable Long often(long least, int more) {
        return random.nextInt(4) == 0 ? null : Long.valueOf(least + random.nextInt(more));
    }

    void acknowledge(FrontierModel model) {
        var ids = bench.jobs().results(job, "0", 1 + random.nextInt(40)).stream()
                .map(Jobs.Entry::id)
                .toList();
        assertThat(bench.jobs().acknowledge(job, ids)).isEqualTo(ids.size());
        assertThat(bench.jobs().acknowledge(job, ids)).isZero();
        model.records -= ids.size();
    }

    void finish(FrontierModel model) {
        boolean left = model.hasWork();
        boolean closes = !left && (model.seeded || model.state == JobState.CANCELLED);
        assertThat(bench.jobs().finish(job) instanceof Jobs.Finish.Closed).isEqualTo(closes);
        if (closes && model.state != JobState.CANCELLED) model.state = JobState.FINISHED;
    }

    void cancel(FrontierModel model) {
        bench.jobs().cancel(job);
        // What is over stays as it ended.
        if (model.state != JobState.FINISHED) model.cancel();
    }

    void audit() {
        bench.jobs().audit(job, true);
    }
}
