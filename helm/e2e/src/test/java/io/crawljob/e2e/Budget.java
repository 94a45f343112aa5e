package io.crawljob.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a host's own log shows that its budget was kept.
 *
 * @param delaySeconds between the beginnings of two requests
 */
record Budget(double delaySeconds, int maxConcurrent) {

    /** What the network and the site's own threads may add to or take from a gap. */
    private static final double SLACK_SECONDS = 0.15;

    /** Each breach in words. Any stretch of requests is measured, not only neighbours, so that small steps cannot add up. */
    List<String> breaches(List<Hit> log) {
        var hits = log.stream().sorted(Comparator.comparingDouble(Hit::came)).toList();
        var breaches = new ArrayList<String>();
        for (int first = 0; first < hits.size(); first++) {
            for (int last = first + 1; last < hits.size(); last++) {
                var took = hits.get(last).came() - hits.get(first).came();
                var least = (last - first) * delaySeconds - SLACK_SECONDS;
                if (took < least) {
                    breaches.add("%d requests in %.3f s instead of %.3f s, from %s on"
                            .formatted(
                                    last - first + 1,
                                    took,
                                    least,
                                    hits.get(first).url()));
                }
            }
        }
        hits.forEach(hit -> {
            var atOnce = hits.stream()
                    .filter(other -> other.came() <= hit.came() && hit.came() < other.answered())
                    .count();
            if (atOnce > maxConcurrent) {
                breaches.add("%d at once at %s".formatted(atOnce, hit.url()));
            }
        });
        return breaches;
    }
}
