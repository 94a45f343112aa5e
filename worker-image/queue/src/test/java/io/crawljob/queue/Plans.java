package io.crawljob.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans for tests: a job without any politeness of its own, unless told. */
public final class Plans {

    private Plans() {}

    /** Job {@code test/uid} in the queue {@code default}. */
    public static Plan plan(String uid) {
        return plan(uid, new Plan.Limits(10_000, null, null), new Plan.Politeness(0, 8, null));
    }

    public static Plan plan(String uid, Plan.Limits limits, Plan.Politeness politeness) {
        return new Plan(
                PlanCodec.VERSION,
                new JobKey("test", uid),
                "job-" + uid,
                "default",
                1,
                1,
                Priority.NORMAL,
                new Plan.Scope(
                        List.of("https://example.org/"),
                        true,
                        Plan.Within.HOST,
                        Plan.Sitemaps.INCLUDE,
                        List.of(),
                        List.of(),
                        20),
                limits,
                new Plan.Fetch("test (+https://example.org)", 30, 10_000_000, true, 0),
                politeness,
                new Plan.Retry(3, 5, 2, 600, null),
                new Plan.Extract(true, false, false, false, List.of()),
                new Plan.Store(100_000, 256_000_000));
    }

    public static Plan delayed(String uid, long delayMillis, int maxConcurrent) {
        return plan(uid, new Plan.Limits(10_000, null, null), new Plan.Politeness(delayMillis, maxConcurrent, null));
    }

    public static Plan limited(String uid, long maxPages, @Nullable Long perHost, @Nullable Long bytes) {
        return plan(uid, new Plan.Limits(maxPages, perHost, bytes), new Plan.Politeness(0, 8, null));
    }

    public static Plan generation(Plan plan, long generation, Plan.Limits limits, Priority priority) {
        return new Plan(
                plan.version(),
                plan.job(),
                plan.name(),
                plan.queue(),
                generation,
                plan.run(),
                priority,
                plan.scope(),
                limits,
                plan.fetch(),
                plan.politeness(),
                plan.retry(),
                plan.extract(),
                plan.store());
    }

    public static Plan run(Plan plan, int run) {
        return new Plan(
                plan.version(),
                plan.job(),
                plan.name(),
                plan.queue(),
                plan.generation(),
                run,
                plan.priority(),
                plan.scope(),
                plan.limits(),
                plan.fetch(),
                plan.politeness(),
                plan.retry(),
                plan.extract(),
                plan.store());
    }

    public static Plan politeness(Plan plan, long delayMillis, int maxConcurrent) {
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
                plan.fetch(),
                new Plan.Politeness(delayMillis, maxConcurrent, null),
                plan.retry(),
                plan.extract(),
                plan.store());
    }

    public static Plan stored(Plan plan, long maxRecords, long maxBytes) {
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
                plan.fetch(),
                plan.politeness(),
                plan.retry(),
                plan.extract(),
                new Plan.Store(maxRecords, maxBytes));
    }

    public static Plan queue(Plan plan, String queue) {
        return new Plan(
                plan.version(),
                plan.job(),
                plan.name(),
                queue,
                plan.generation(),
                plan.run(),
                plan.priority(),
                plan.scope(),
                plan.limits(),
                plan.fetch(),
                plan.politeness(),
                plan.retry(),
                plan.extract(),
                plan.store());
    }

    /** An item on {@code host}, whose fingerprint is its number. */
    public static NewItem item(String host, long id) {
        return new NewItem("host:" + host, id, 0, "https://%s/%d".formatted(host, id));
    }
}
