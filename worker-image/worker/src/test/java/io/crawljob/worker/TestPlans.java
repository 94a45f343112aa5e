package io.crawljob.worker;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.Priority;
import java.util.List;
import java.util.UUID;

/** Plans for tests: one site, quick retries, no politeness of the job's own. */
public final class TestPlans {

    private TestPlans() {}

    public static Plan plan(String... seeds) {
        return plan(new JobKey("research", UUID.randomUUID().toString()), scope(seeds));
    }

    public static Plan.Scope scope(String... seeds) {
        return new Plan.Scope(List.of(seeds), true, Plan.Within.HOST, Plan.Sitemaps.IGNORE, List.of(), List.of(), 20);
    }

    /** A plan that only a worker of that version can read. */
    public static Plan ofVersion(int version, String... seeds) {
        return plan(version, new JobKey("research", UUID.randomUUID().toString()), scope(seeds));
    }

    public static Plan plan(JobKey job, Plan.Scope scope) {
        return plan(PlanCodec.VERSION, job, scope);
    }

    private static Plan plan(int version, JobKey job, Plan.Scope scope) {
        return new Plan(
                version,
                job,
                "handbook",
                "default",
                1,
                1,
                Priority.NORMAL,
                scope,
                new Plan.Limits(10_000, null, null),
                new Plan.Fetch("crawljob-test/1.0 (+https://example.org/bot)", 10, 1_000_000, true, 0),
                new Plan.Politeness(0, 8, null),
                new Plan.Retry(3, 0, 1, 1, List.of(0)),
                new Plan.Extract(true, false, false, false, List.of()),
                new Plan.Store(100_000, 256L << 20));
    }

    public static Plan with(Plan plan, Plan.Fetch fetch) {
        return with(plan, fetch, plan.retry(), plan.extract());
    }

    public static Plan with(Plan plan, Plan.Retry retry) {
        return with(plan, plan.fetch(), retry, plan.extract());
    }

    public static Plan with(Plan plan, Plan.Extract extract) {
        return with(plan, plan.fetch(), plan.retry(), extract);
    }

    public static Plan keepingCookies(Plan plan) {
        var fetch = plan.fetch();
        return with(
                plan,
                new Plan.Fetch(
                        fetch.userAgent(),
                        fetch.timeoutSeconds(),
                        fetch.maxBodyBytes(),
                        fetch.obeyRobots(),
                        fetch.cacheSeconds(),
                        fetch.render(),
                        fetch.headers(),
                        Plan.Cookies.KEEP));
    }

    private static Plan with(Plan plan, Plan.Fetch fetch, Plan.Retry retry, Plan.Extract extract) {
        return new Plan(
                plan.version(),
                plan.job(),
                plan.name(),
                plan.queue(),
                plan.generation(),
                plan.run(),
                plan.priority(),
                plan.scope(),
                plan.limits(),
                fetch,
                plan.politeness(),
                retry,
                extract,
                plan.store());
    }
}
