package io.crawljob.operator.progress;

import io.crawljob.operator.lifecycle.Reading;
import io.crawljob.operator.progress.JobFile.Standing;
import io.crawljob.operator.queuestatus.Backlog;
import io.crawljob.operator.turn.Turn;
import io.crawljob.operator.turn.Turns;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.JobState;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of all jobs that have a resource. Thread-safe. */
public final class Board {

    private final Map<JobKey, JobFile> files = new ConcurrentHashMap<>();
    private final Map<QueueKey, Set<JobFile>> byQueue = new ConcurrentHashMap<>();
    private volatile Instant readAt = Instant.EPOCH;

    /** The job's file, opened with {@code first} if there was none. */
    public JobFile open(JobKey key, String name, Standing first) {
        return files.computeIfAbsent(key, any -> {
            var file = new JobFile(key, name, first);
            members(first.queue()).add(file);
            return file;
        });
    }

    public Optional<JobFile> find(JobKey key) {
        return Optional.ofNullable(files.get(key));
    }

    /** Where a job stands now; keeps the turn that it has. */
    public synchronized void stand(JobFile file, Standing next) {
        var before = file.standing();
        if (!before.queue().equals(next.queue())) {
            members(before.queue()).remove(file);
            if (!file.gone()) members(next.queue()).add(file);
        }
        file.stand(next.turn(next.contends() && before.hasTurn()));
    }

    public synchronized void close(JobKey key) {
        var file = files.remove(key);
        if (file == null) return;
        file.close();
        members(file.standing().queue()).remove(file);
    }

    public Collection<JobFile> all() {
        return List.copyOf(files.values());
    }

    /** Those that the poller has to read. */
    List<JobFile> moving() {
        return files.values().stream().filter(file -> !file.standing().over()).toList();
    }

    public List<JobFile> of(QueueKey queue) {
        return List.copyOf(byQueue.getOrDefault(queue, Set.of()));
    }

    public Set<QueueKey> queues() {
        return Set.copyOf(byQueue.keySet());
    }

    /**
     * @param turn this job's own
     * @param freed others that have got theirs by the same decision
     */
    public record Given(Turn turn, List<JobFile> freed) {}

    /** Decides the turns of a whole queue at once and keeps them, so that two jobs that ask at the same time do not both get the last place. */
    public synchronized Given turn(JobFile asking, @Nullable Integer maxRunning) {
        var queue = asking.standing().queue();
        var contenders =
                of(queue).stream().filter(file -> file.standing().contends()).toList();
        var turns = Turns.decide(
                queue.name(),
                maxRunning,
                contenders.stream().map(Board::contender).toList());
        var freed = new ArrayList<JobFile>();
        for (var file : contenders) {
            var runs = turns.get(file.key()) instanceof Turn.Runs;
            if (runs && !file.standing().hasTurn() && file != asking) freed.add(file);
            file.grant(runs);
        }
        return new Given(turns.getOrDefault(asking.key(), new Turn.Runs()), freed);
    }

    /** Those that wait for their turn. */
    public List<JobFile> line(QueueKey queue) {
        return of(queue).stream()
                .filter(file -> file.standing().contends() && !file.standing().hasTurn())
                .toList();
    }

    /** Waiting items of the other jobs of its queue. */
    public long waitingBeside(JobFile one) {
        return of(one.standing().queue()).stream()
                .filter(file -> file != one && !file.standing().over())
                .flatMap(file -> file.snapshot().stream())
                .mapToLong(Snapshot::waiting)
                .sum();
    }

    public Backlog backlog(QueueKey queue) {
        var files = of(queue).stream().filter(file -> !file.standing().over()).toList();
        var snapshots = files.stream().flatMap(file -> file.snapshot().stream()).toList();
        var running = files.stream()
                .filter(file -> file.standing().contends() && file.standing().hasTurn())
                .count();
        var waiting = files.stream()
                .filter(file -> file.standing().contends() && !file.standing().hasTurn())
                .count();
        var pagesPerMinute = files.stream()
                .mapToLong(file -> file.pace().pagesPerMinute().orElse(0))
                .sum();
        return new Backlog(snapshots, (int) running, (int) waiting, pagesPerMinute);
    }

    /** Sums that a queue's size is decided by; another one than before is worth another look. */
    record Load(long waiting, long leased, long dueSoon, long admissible, long jobs) {}

    Load load(QueueKey queue) {
        var leasable = of(queue).stream()
                .flatMap(file -> file.snapshot().stream())
                .filter(snapshot -> snapshot.state() == JobState.RUNNING)
                .toList();
        return new Load(
                leasable.stream().mapToLong(it -> it.waiting()).sum(),
                leasable.stream().mapToLong(it -> it.leased()).sum(),
                leasable.stream().mapToLong(it -> it.dueSoon()).sum(),
                leasable.stream().mapToLong(it -> it.admissible()).sum(),
                leasable.size());
    }

    /** When all jobs were last read, by the operator's clock; long ago when they never were. */
    public Instant readAt() {
        return readAt;
    }

    void allRead(Instant now) {
        readAt = now;
    }

    void read(JobFile file, Reading reading, List<JobFile> moved) {
        if (file.read(reading)) moved.add(file);
    }

    private Set<JobFile> members(QueueKey queue) {
        return byQueue.computeIfAbsent(queue, any -> ConcurrentHashMap.newKeySet());
    }

    private static Turns.Contender contender(JobFile file) {
        var standing = file.standing();
        return new Turns.Contender(file.key(), standing.priority(), standing.createdAt(), standing.hasTurn());
    }
}
