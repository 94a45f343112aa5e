package io.crawljob.operator;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Pace;
import io.crawljob.operator.lifecycle.QueueView;
import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Snapshot;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One job under observation, for tests: a good spec, ready workers, nothing in the queue, unless told. */
public final class Given {

    public static final Instant NOW = Instant.parse("2026-11-22T10:30:00Z");
    public static final PlanSettings SETTINGS = new PlanSettings("CrawlJob/0.1 (+https://crawljob.io/bot)", false);

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final Map<String, CrawlJobSpec> SPECS = new ConcurrentHashMap<>();

    private Given() {}

    /** @param spec YAML of what stands under {@code spec}, besides the source */
    public static CrawlJob job(String spec) {
        return jobWithSource("{site: {seeds: [https://docs.example.org/]}}", spec);
    }

    public static CrawlJob jobWithSource(String source, String spec) {
        var parsed = SPECS.computeIfAbsent(
                "source: " + source + "\n" + spec, yaml -> YAML.unmarshal(yaml, CrawlJobSpec.class));
        return job(parsed, 1, null);
    }

    public static CrawlJob job(CrawlJobSpec spec, long generation, @Nullable CrawlJobStatus status) {
        var job = new CrawlJob();
        job.setMetadata(new ObjectMetaBuilder()
                .withName("handbook")
                .withNamespace("research")
                .withUid("uid-1")
                .withGeneration(generation)
                .build());
        job.setSpec(spec);
        if (status != null) job.setStatus(status);
        return job;
    }

    public static <T> T yaml(String yaml, Class<T> type) {
        // What begins with a brace would be read as JSON.
        return YAML.unmarshal("---\n" + yaml, type);
    }

    public static String json(Object value) {
        return YAML.asJson(value);
    }

    /** A job that is seen with its own status, as it was written last. */
    public static Observation seen(CrawlJob job, Reading reading) {
        return seen(job, reading, queue(workers(1, 1)), NOW);
    }

    public static Observation seen(CrawlJob job, Reading reading, QueueView queue, Instant now) {
        var pace =
                reading instanceof Reading.Counted(var counts) ? Pace.unknown().with(counts) : Pace.unknown();
        return new Observation(job, PlanMapper.map(job, SETTINGS, References.queueOnly()), queue, reading, pace, now);
    }

    public static QueueView queue(WorkersView workers) {
        return new QueueView("default", false, new Turn.Runs(), workers, null);
    }

    public static WorkersView workers(int desired, int ready) {
        return new WorkersView(desired, ready, null, null, List.of());
    }

    public static Reading noKeys() {
        return new Reading.NoKeys(NOW);
    }

    public static Reading unread() {
        return new Reading.Unread("Redis at redis.example:6379 does not answer: check redis.url");
    }

    public static Reading counted(Snapshot counts) {
        return new Reading.Counted(counts);
    }
}
