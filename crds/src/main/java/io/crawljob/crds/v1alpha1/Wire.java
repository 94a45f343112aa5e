package io.crawljob.crds.v1alpha1;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values cross the JSON edge: absent becomes the default, unknown becomes {@code UNKNOWN}, and nothing throws. */
final class Wire {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");
    private static final String ELLIPSIS = "…";

    private Wire() {}

    static <T> T or(@Nullable T value, T whenAbsent) {
        return value == null ? whenAbsent : value;
    }

    /** Not {@code List.copyOf}: it throws on a null element, and a stored object must always be readable. */
    static <T> List<T> list(@Nullable List<T> value) {
        return value == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(value));
    }

    /** The first of a list in a status, which promises how many it has at the most. */
    static <T> List<T> first(int atMost, @Nullable List<T> value) {
        var all = list(value);
        return all.size() <= atMost ? all : all.subList(0, atMost);
    }

    /**
     * A text for a status, in one line and at most {@code bytes} long as JSON: a text that is longer than the schema allows would cost the whole status
     * write, and a status has to stay small whatever a site or a server said.
     */
    static @Nullable String cut(int bytes, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var line = CONTROL.matcher(text).replaceAll(" ");
        if (line.codePoints().map(Wire::bytes).sum() <= bytes) {
            return line;
        }
        var room = bytes - ELLIPSIS.codePoints().map(Wire::bytes).sum();
        var end = 0;
        while (bytes(line.codePointAt(end)) <= room) {
            room -= bytes(line.codePointAt(end));
            end = line.offsetByCodePoints(end, 1);
        }
        return line.substring(0, end) + ELLIPSIS;
    }

    private static int bytes(int character) {
        if (character == '"' || character == '\\') {
            return 2;
        }
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    static <T> Map<String, T> map(@Nullable Map<String, T> value) {
        return value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }

    /** As every time in a status: whole seconds, so that two writes of one moment are equal. */
    static @Nullable Instant seconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** {@code WAITING_FOR_TURN} is {@code WaitingForTurn} in a manifest. */
    static String text(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static <E extends Enum<E>> E parse(Class<E> type, String text, E unknown) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(text))
                .findFirst()
                .orElse(unknown);
    }
}
