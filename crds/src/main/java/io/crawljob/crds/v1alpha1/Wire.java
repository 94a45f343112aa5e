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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values cross the JSON edge: absent becomes the default, unknown becomes {@code UNKNOWN}, and nothing throws. */
final class Wire {

    private Wire() {}

    static <T> T or(@Nullable T value, T whenAbsent) {
        return value == null ? whenAbsent : value;
    }

    /** Not {@code List.copyOf}: it throws on a null element, and a stored object must always be readable. */
    static <T> List<T> list(@Nullable List<T> value) {
        return value == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(value));
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
