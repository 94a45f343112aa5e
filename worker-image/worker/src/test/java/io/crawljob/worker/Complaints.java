package io.crawljob.worker;

import io.crawljob.worker.site.TimedSite;
import io.crawljob.worker.site.TimedSite.Answered;
import io.crawljob.worker.site.TimedSite.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a site could complain of, by its own log. Where the log is not exact, in favour of the crawler. */
final class Complaints {

    /** What a busy machine may put between a worker's clock and the wire. It does not add up over several gaps. */
    private static final Duration BUSY = Duration.ofMillis(25);

    private Complaints() {}

    /** Of two requests one after the other, and of the first and the last. */
    static List<String> tooClose(TimedSite site, Duration delay) {
        var complaints = new ArrayList<String>();
        var arrivals = site.arrivals();
        for (var i = 1; i < arrivals.size(); i++) {
            judge(arrivals.get(i - 1).earliest(), arrivals.get(i), delay).ifPresent(complaints::add);
        }
        if (arrivals.size() > 1) {
            var whole = delay.multipliedBy(arrivals.size() - 1L);
            judge(arrivals.getFirst().earliest(), arrivals.getLast(), whole).ifPresent(complaints::add);
        }
        return complaints;
    }

    static List<String> tooManyAtOnce(TimedSite site, int most) {
        return site.arrivals().stream()
                .filter(arrival -> arrival.open() > most)
                .map(arrival -> "%s was number %d at once; at most %d".formatted(arrival.path(), arrival.open(), most))
                .toList();
    }

    /**
     * @param rest what an answer asked for; zero for most
     * @param told how long it may take until other workers know: requests that come meanwhile were on their way
     */
    static List<String> withinRest(TimedSite site, Function<Answered, Duration> rest, Duration told) {
        var complaints = new ArrayList<String>();
        var arrivals = site.arrivals();
        for (var answer : site.answers()) {
            var asked = rest.apply(answer);
            for (var arrival : arrivals.subList(answer.arrivals(), arrivals.size())) {
                if (arrival.latest() - answer.at() >= told.toNanos()) {
                    judge(answer.at(), arrival, asked).ifPresent(complaints::add);
                }
            }
        }
        return complaints;
    }

    private static Optional<String> judge(long since, Arrival arrival, Duration least) {
        var gap = Duration.ofNanos(arrival.latest() - since);
        if (gap.compareTo(least.minus(BUSY)) >= 0) return Optional.empty();
        return Optional.of(
                "%s came after %d ms; not before %d ms".formatted(arrival.path(), gap.toMillis(), least.toMillis()));
    }
}
