package io.crawljob.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code P:c}: numbers by name; tallies by kind and name ({@code f:Timeout}), and their samples under the kind's capital ({@code F:Timeout}). */
final class Counters {

    private static final int MOST_TALLIES = 10;

    private final Map<String, String> fields = new HashMap<>();

    Counters(Reply pairs) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) fields.put(pairs.text(i), pairs.text(i + 1));
    }

    long of(String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    /** The ten largest of this kind. */
    List<Snapshot.Tally> tallies(char kind) {
        var tallies = new ArrayList<Snapshot.Tally>();
        fields.forEach((field, value) -> {
            if (field.length() > 2 && field.charAt(0) == kind && field.charAt(1) == ':') {
                tallies.add(tally(field, Long.parseLong(value)));
            }
        });
        tallies.sort(Comparator.comparingLong(Snapshot.Tally::count).reversed().thenComparing(Snapshot.Tally::name));
        return tallies.subList(0, Math.min(MOST_TALLIES, tallies.size()));
    }

    private Snapshot.Tally tally(String field, long count) {
        var sample = fields.getOrDefault(Character.toUpperCase(field.charAt(0)) + field.substring(1), "");
        int end = sample.indexOf('\n');
        var payload = end < 0 ? sample : sample.substring(0, end);
        // A page's payload begins with its URL; see PageItem.
        int space = payload.indexOf(' ');
        return new Snapshot.Tally(
                field.substring(2),
                count,
                space < 0 ? payload : payload.substring(0, space),
                end < 0 ? "" : sample.substring(end + 1));
    }
}
