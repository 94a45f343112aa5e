package io.crawljob.operator.write;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Who waits, in one line for each group. Not thread-safe. */
final class Lines {

    /** By group, in the order of coming: who waits, and the time that it was told. */
    private final Map<String, LinkedHashMap<String, Instant>> lines = new HashMap<>();
    /** When a group was served last while anybody waited, as a number that grows. */
    private final Map<String, Long> turns = new HashMap<>();

    private long turn;

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * How many go before {@code uid} if the groups take turns; it stands at the end of its line if it is in none. Who was to be back before {@code now} and is
     * not holds nobody up.
     */
    int ahead(String group, String uid, Instant now) {
        var place = place(group, uid, now);
        var ahead = place;
        for (var line : lines.entrySet()) {
            if (line.getKey().equals(group)) continue;
            var most = goesBefore(line.getKey(), group) ? place + 1 : place;
            ahead += (int) line.getValue().values().stream()
                    .filter(told -> !told.isBefore(now))
                    .limit(most)
                    .count();
        }
        return ahead;
    }

    private int place(String group, String uid, Instant now) {
        var place = 0;
        for (var one : lines.getOrDefault(group, new LinkedHashMap<>()).entrySet()) {
            if (one.getKey().equals(uid)) break;
            if (!one.getValue().isBefore(now)) place++;
        }
        return place;
    }

    /** Who was served longest ago is next. */
    private boolean goesBefore(String one, String other) {
        var before = turns.getOrDefault(one, 0L);
        var after = turns.getOrDefault(other, 0L);
        return before.equals(after) ? one.compareTo(other) < 0 : before < after;
    }

    /** @param told when it is to come back */
    void keep(String group, String uid, Instant told) {
        lines.computeIfAbsent(group, any -> new LinkedHashMap<>()).put(uid, told);
    }

    void served(String group, String uid) {
        remove(group, uid);
        if (!lines.isEmpty()) turns.put(group, ++turn);
    }

    void forget(String uid) {
        for (var group : Set.copyOf(lines.keySet())) remove(group, uid);
    }

    /** Those that were to come back before that time and did not. */
    void dropBefore(Instant time) {
        for (var line : lines.values()) line.values().removeIf(told -> told.isBefore(time));
        clean();
    }

    private void remove(String group, String uid) {
        var line = lines.get(group);
        if (line != null) line.remove(uid);
        clean();
    }

    private void clean() {
        lines.values().removeIf(Map::isEmpty);
        if (lines.isEmpty()) turns.clear();
    }
}
