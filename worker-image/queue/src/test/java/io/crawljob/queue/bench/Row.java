package io.crawljob.queue.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One case's figures, in the order in which they were put; printed as a line of JSON or of text. */
final class Row {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    Row(String name) {
        fields.put("case", name);
    }

    Row put(String name, long value) {
        fields.put(name, value);
        return this;
    }

    Row put(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    Row put(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** With at most three digits behind the point. */
    Row put(String name, double value) {
        fields.put(name, Double.parseDouble(String.format(Locale.ROOT, "%.3f", value)));
        return this;
    }

    /** What the server did meanwhile, divided by {@code items}. */
    Row put(Usage used, long items) {
        put("redisCpuMicrosPerItem", used.cpuMicros() / items);
        put("scriptMicrosPerItem", used.scriptMicros() / items);
        put("wireCallsPerItem", (double) used.calls() / items);
        return put("commandsInScriptsPerItem", (double) used.inner() / items);
    }

    /** Middle and worst hundredth of what was measured, in milliseconds. */
    Row percentiles(String name, List<Long> nanos) {
        var sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        put(name + "P50Millis", at(sorted, 0.5));
        return put(name + "P99Millis", at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    String json() {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + value(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Object value) {
        return value instanceof String text ? "\"" + text.replace("\"", "'") + "\"" : value.toString();
    }

    String text() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining("  "));
    }
}
