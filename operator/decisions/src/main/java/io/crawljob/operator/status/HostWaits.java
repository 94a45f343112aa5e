package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.condition.Clip;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Snapshot;
import io.crawljob.queue.Snapshot.HeldHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which host a job waits for, why, and until when. */
final class HostWaits {

    /** Shorter waits are the usual pace of a polite crawl. */
    static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private static final int CLASSES = 3;

    private HostWaits() {}

    /** The wait, if all that is left has to wait for more than a moment. */
    static Optional<Movement> find(Snapshot counts, Instant now) {
        var soon = now.plus(WORTH_TELLING);
        if (counts.waiting() == 0) return retries(counts, soon, now);
        var held = counts.hosts().stream().filter(host -> host.waiting() > 0).toList();
        var othersAreFree =
                held.stream().mapToLong(HeldHost::waiting).sum() < counts.waiting() && counts.admissible() > 0;
        if (held.isEmpty() || othersAreFree || held.stream().anyMatch(host -> isFree(host, soon))) {
            return Optional.empty();
        }
        return Optional.of(waits(held, now, ""));
    }

    private static Movement waits(List<HeldHost> held, Instant now, String besides) {
        var first = held.stream()
                .min(Comparator.comparing(host -> host.nextTime() == null ? Instant.MAX : host.nextTime()))
                .orElseThrow();
        var reason = isLimited(first) ? Reason.RATE_LIMITED : Reason.WAITING_FOR_HOSTS;
        var more = held.size() == 1 ? "" : " (and %d more hosts)".formatted(held.size() - 1);
        return Movement.waits(reason, "waits for " + phrase(first, now) + more + besides);
    }

    private static Optional<Movement> retries(Snapshot counts, Instant soon, Instant now) {
        if (counts.delayed() == 0
                || counts.nextDue() == null
                || counts.nextDue().isBefore(soon)) {
            return Optional.empty();
        }
        var failed = retried(counts).map(why -> "; " + why).orElse("");
        if (counts.hosts().stream().mapToLong(HeldHost::delayed).sum() == counts.delayed()) {
            return Optional.of(waits(counts.hosts(), now, failed));
        }
        return Optional.of(Movement.waits(
                Reason.WAITING_FOR_HOSTS,
                "waits to try %s again, the next at %s%s"
                        .formatted(
                                counts.delayed() == 1 ? "1 URL" : counts.delayed() + " URLs",
                                Moments.until(counts.nextDue(), now),
                                failed)));
    }

    /** What failed and is tried again, without numbers: they would change with each try. */
    static Optional<String> retried(Snapshot counts) {
        return counts.retried().stream()
                .map(it -> "%s (%s: %s)"
                        .formatted(
                                Clip.text(it.name(), 40), Clip.text(it.sampleUrl(), 120), Clip.text(it.message(), 160)))
                .limit(CLASSES)
                .reduce((a, b) -> a + ", " + b)
                .map(all -> "what failed so far: " + all);
    }

    private static boolean isFree(HeldHost host, Instant soon) {
        return host.nextTime() == null || host.nextTime().isBefore(soon);
    }

    private static boolean isLimited(HeldHost host) {
        return word(host.reason()).equals(word(Gate.Reason.RATE_LIMITED.name()));
    }

    private static String phrase(HeldHost host, Instant now) {
        var until = host.nextTime() == null ? "" : ", until " + Moments.until(host.nextTime(), now);
        var why = Stream.of(Gate.Reason.values())
                .filter(reason -> word(reason.name()).equals(word(host.reason())))
                .findFirst()
                .map(HostWaits::why)
                .orElse(host.reason());
        return Clip.text(host.host(), 255) + ": " + Clip.text(why, 200) + until;
    }

    private static String why(Gate.Reason reason) {
        return switch (reason) {
            case DELAY -> "the delay between its requests (robots.txt, a HostPolicy or this job's politeness)";
            case CONCURRENCY -> "as many requests as it may have are in flight";
            case RATE -> "its requests a minute are used up";
            case BLOCKED -> "a HostPolicy blocks it";
            case RATE_LIMITED -> "it asked to wait (429 or 503, Retry-After)";
            case UNREACHABLE -> "it could not be reached again and again, and rests";
        };
    }

    /** {@code RATE_LIMITED} is {@code RateLimited}; what has lower-case letters is a word already. */
    static String word(String reason) {
        if (!reason.equals(reason.toUpperCase(Locale.ROOT))) return reason;
        return List.of(reason.split("_", -1)).stream()
                .filter(part -> !part.isEmpty())
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
