package io.crawljob.engine.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads dates as people and machines write them, into ISO 8601: a date alone stays one, and a time without a zone gets none. */
public final class Dates {

    private static final int LONGEST = 100;
    private static final Pattern SPACE = Pattern.compile("[\\s\\u00a0\\u202f]+");
    private static final Pattern EPOCH = Pattern.compile("1\\d{9}(?:\\d{3})?");
    private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(?:st|nd|rd|th)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEEKDAY = Pattern.compile("^\\p{L}{2,12}\\.?,\\s*(?=\\d|\\p{L})");
    private static final int MILLIS = 13;
    private static final List<DateTimeFormatter> MACHINES = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ISO_OFFSET_DATE,
            DateTimeFormatter.RFC_1123_DATE_TIME,
            offset("uuuu-MM-dd'T'HH:mm[:ss][.SSS]"),
            offset("uuuu-MM-dd HH:mm[:ss][ ]"));

    /** With numbers only, in the order that one country alone has turned round. */
    private static final List<String> DAY_FIRST =
            List.of("d.M.uuuu", "d/M/uuuu", "d-M-uuuu", "d.M.uuuu H:mm[:ss]", "d/M/uuuu H:mm[:ss]");

    private static final List<String> MONTH_FIRST = List.of("M/d/uuuu", "M/d/uuuu H:mm[:ss]", "M/d/uuuu h:mm[:ss] a");
    private static final List<String> YEAR_FIRST = List.of(
            "uuuu-M-d", "uuuu/M/d", "uuuu.M.d", "uuuuMMdd", "uuuu-M-d H:mm[:ss]", "uuuu/M/d H:mm[:ss]", "uuuu年M月d日");
    private static final List<String> NAMED = List.of(
            "d[.] MMMM uuuu",
            "d[.] MMM uuuu",
            "MMMM d, uuuu",
            "MMM d, uuuu",
            "MMMM d uuuu",
            "MMM d uuuu",
            "d 'de' MMMM 'de' uuuu",
            "d-MMM-uuuu",
            "uuuu MMM d",
            "MMMM d, uuuu h:mm a",
            "MMM d, uuuu h:mm a",
            "d[.] MMMM uuuu[,] H:mm",
            "d[.] MMM uuuu[,] H:mm");

    private Dates() {}

    /**
     * Empty if the text is no date.
     *
     * @param language of the page, or empty: for names of months, and for which of {@code 3/4/2026} is the month
     */
    public static Optional<String> read(String text, String language) {
        var stripped = SPACE.matcher(text.strip()).replaceAll(" ");
        if (stripped.length() > LONGEST || stripped.chars().noneMatch(Character::isDigit)) return Optional.empty();
        return machine(stripped).or(() -> people(stripped, language));
    }

    private static Optional<String> machine(String text) {
        if (EPOCH.matcher(text).matches()) {
            var number = Long.parseLong(text);
            var instant = text.length() == MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
            return Optional.of(instant.toString());
        }
        return MACHINES.stream().flatMap(format -> parse(text, format).stream()).findFirst();
    }

    private static DateTimeFormatter offset(String pattern) {
        return DateTimeFormatter.ofPattern(pattern + "[XXX][XX][X]", Locale.ROOT);
    }

    private static Optional<String> people(String text, String language) {
        var locale = Locale.forLanguageTag(language.isBlank() ? "en" : language);
        var american = locale.getCountry().equals("US") || language.equals("en");
        var numbers = american ? Stream.concat(MONTH_FIRST.stream(), DAY_FIRST.stream()) : DAY_FIRST.stream();
        var plain = WEEKDAY.matcher(ORDINAL.matcher(text).replaceAll("")).replaceFirst("");
        return Stream.of(YEAR_FIRST.stream(), numbers, NAMED.stream())
                .flatMap(patterns -> patterns)
                .flatMap(pattern -> Stream.of(locale, Locale.ENGLISH).distinct().map(names -> format(pattern, names)))
                .flatMap(format -> parse(plain, format).stream())
                .findFirst();
    }

    private static DateTimeFormatter format(String pattern, Locale locale) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .parseLenient()
                .appendPattern(pattern)
                .toFormatter(locale)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static Optional<String> parse(String text, DateTimeFormatter format) {
        try {
            return Optional.of(
                    written(format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String written(TemporalAccessor read) {
        return switch (read) {
            case OffsetDateTime time
            when time.getOffset().equals(ZoneOffset.UTC) -> time.toInstant().toString();
            case OffsetDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
            default -> DateTimeFormatter.ISO_LOCAL_DATE.format(read);
        };
    }
}
