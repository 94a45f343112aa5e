package io.crawljob.operator.turn;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each job of one queue its turn. Pure. */
public final class Turns {

    private static final Comparator<Contender> LINE = Comparator.comparing(
                    Contender::priority, Comparator.reverseOrder())
            .thenComparing(Contender::createdAt)
            .thenComparing(contender -> contender.job().uid());

    private Turns() {}

    /**
     * A job that wants to run: accepted, not over, not suspended.
     *
     * @param hasTurn whether it runs already; a job that runs keeps its turn, also when {@code maxRunning} is lowered
     */
    public record Contender(JobKey job, Priority priority, Instant createdAt, boolean hasTurn) {

        /** As its resource says it. */
        public static Contender of(CrawlJob job, boolean hasTurn) {
            var meta = job.getMetadata();
            return new Contender(
                    new JobKey(meta.getNamespace(), meta.getUid()),
                    wanted(job.getSpec()),
                    Instant.parse(meta.getCreationTimestamp()),
                    hasTurn);
        }
    }

    private static Priority wanted(CrawlJobSpec spec) {
        return switch (spec.priority()) {
            case LOW -> Priority.LOW;
            case NORMAL, UNKNOWN -> Priority.NORMAL;
            case HIGH -> Priority.HIGH;
            case URGENT -> Priority.URGENT;
        };
    }

    /** @param maxRunning null means no limit */
    public static Map<JobKey, Turn> decide(String queue, @Nullable Integer maxRunning, List<Contender> contenders) {
        var turns = new HashMap<JobKey, Turn>();
        var holders = contenders.stream().filter(Contender::hasTurn).toList();
        holders.forEach(contender -> turns.put(contender.job(), new Turn.Runs()));
        var line = contenders.stream()
                .filter(contender -> !contender.hasTurn())
                .sorted(LINE)
                .toList();
        var free = maxRunning == null ? line.size() : Math.max(0, maxRunning - holders.size());
        var admitted = Math.min(free, line.size());
        line.subList(0, admitted).forEach(contender -> turns.put(contender.job(), new Turn.Runs()));
        for (var i = admitted; i < line.size(); i++) {
            var limit = maxRunning == null ? Integer.MAX_VALUE : maxRunning;
            turns.put(line.get(i).job(), new Turn.Waits(queue, i - admitted + 1, holders.size() + admitted, limit));
        }
        return Map.copyOf(turns);
    }
}
