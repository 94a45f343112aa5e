package io.crawljob.operator.lifecycle;

import io.crawljob.queue.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How fast a job goes, from its last readings. Kept in memory by whoever reads; after a start it has to gather anew.
 *
 * @param points oldest first, all of one run and epoch
 */
public record Pace(List<Point> points) {

    /** Long enough that single slow pages do not show, short enough that a stall does. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration SPACING = Duration.ofSeconds(2);

    public Pace {
        points = List.copyOf(points);
    }

    /** @param settled done, failed and excluded */
    record Point(Instant at, int run, String epoch, long done, long settled) {}

    public static Pace unknown() {
        return new Pace(List.of());
    }

    /** With one more reading; one that is not newer than the last changes nothing. */
    public Pace with(Snapshot snapshot) {
        var point = new Point(
                snapshot.readAt(),
                snapshot.run(),
                snapshot.epoch(),
                snapshot.done(),
                snapshot.done() + snapshot.failed() + snapshot.excluded());
        if (points.isEmpty() || !continues(points.getLast(), point)) return new Pace(List.of(point));
        if (!point.at().isAfter(points.getLast().at())) return this;
        var kept = new ArrayList<>(points);
        // The newest point is replaced until it is far enough from the one before, so that a minute is some 30 points.
        if (kept.size() > 1
                && between(kept.get(kept.size() - 2), kept.getLast()).compareTo(SPACING) < 0) {
            kept.removeLast();
        }
        kept.add(point);
        // One point older than the window stays, so that the window is always covered.
        var start = point.at().minus(WINDOW);
        while (kept.size() > 2 && !kept.get(1).at().isAfter(start)) kept.removeFirst();
        return new Pace(kept);
    }

    private static boolean continues(Point last, Point next) {
        return last.run() == next.run() && last.epoch().equals(next.epoch()) && next.settled() >= last.settled();
    }

    /** Pages done a minute; empty before there are readings ten seconds apart. */
    public OptionalLong pagesPerMinute() {
        if (span().compareTo(SHORTEST) < 0) return OptionalLong.empty();
        return OptionalLong.of(
                Math.round((points.getLast().done() - points.getFirst().done()) * 60_000.0 / span().toMillis()));
    }

    /** How long {@code left} items will take; empty when nothing was settled lately, or before there are readings ten seconds apart. */
    public Optional<Duration> timeFor(long left) {
        if (span().compareTo(SHORTEST) < 0) return Optional.empty();
        var settled = points.getLast().settled() - points.getFirst().settled();
        if (settled == 0) return Optional.empty();
        return Optional.of(Duration.ofMillis(Math.round((double) left / settled * span().toMillis())));
    }

    /** Whether nothing was settled in the whole window. */
    public boolean stalled() {
        return span().compareTo(WINDOW) >= 0
                && points.getLast().settled() == points.getFirst().settled();
    }

    private Duration span() {
        if (points.size() < 2) return Duration.ZERO;
        return between(points.getFirst(), points.getLast());
    }

    private static Duration between(Point a, Point b) {
        return Duration.between(a.at(), b.at());
    }
}
