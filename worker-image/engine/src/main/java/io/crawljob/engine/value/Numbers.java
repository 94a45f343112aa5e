package io.crawljob.engine.value;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads numbers as people write them, with currency signs, units and either separator: {@code 1.299,00 €}, {@code $1,299.00}, {@code 1 299}. */
public final class Numbers {

    /** Digits, with what may stand between them; longer is no number that anyone means. */
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{L}\\d])[-+\\u2212]?\\p{Sc}?\\s?\\p{Nd}[\\p{Nd}.,'\\u2019\\u066B\\u066C \\u00a0\\u202f]{0,40}|(?<![\\p{L}\\d])[-+\\u2212]?[.,]\\p{Nd}{1,20}");

    private static final Pattern EXPONENT = Pattern.compile("\\s*[-+]?\\d{1,20}(?:\\.\\d{1,20})?[eE][-+]?\\d{1,2}\\s*");
    private static final int DIGITS_OF_A_GROUP = 3;

    private Numbers() {}

    /**
     * The first number in the text; empty if it has none.
     *
     * @param language of the page, such as {@code de-AT}, or empty; it decides only where one separator could be either, as in {@code 1.299}
     */
    public static Optional<BigDecimal> read(String text, String language) {
        if (EXPONENT.matcher(text).matches()) return Optional.of(plain(new BigDecimal(text.strip())));
        var found = NUMBER.matcher(text);
        if (!found.find()) return Optional.empty();
        var digits = ascii(found.group().replace('\u2212', '-'));
        var negative = digits.indexOf('-') >= 0;
        var point = decimalPoint(digits, language);
        var number = new StringBuilder(negative ? "-" : "");
        for (var i = 0; i < digits.length(); i++) {
            var c = digits.charAt(i);
            if (i == point) number.append('.');
            else if (c >= '0' && c <= '9') number.append(c);
        }
        return Optional.of(plain(new BigDecimal(number.toString())));
    }

    /** Without zeros that say nothing, and without an exponent. */
    public static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Other scripts' digits as ours; what is neither digit, sign nor separator is gone, and so is a separator at the end. */
    private static String ascii(String raw) {
        var text = new StringBuilder();
        raw.codePoints().forEach(c -> {
            var digit = Character.digit(c, 10);
            if (digit >= 0) text.append(digit);
            else if (c == '.' || c == ',' || c == '-') text.append((char) c);
            else if (c == '\u066B') text.append('.');
        });
        while (!text.isEmpty() && !Character.isDigit(text.charAt(text.length() - 1))) text.setLength(text.length() - 1);
        return text.toString();
    }

    /** The index of the separator before the fraction, or -1. */
    private static int decimalPoint(String digits, String language) {
        var dot = digits.lastIndexOf('.');
        var comma = digits.lastIndexOf(',');
        if (dot >= 0 && comma >= 0) return Math.max(dot, comma);
        var last = Math.max(dot, comma);
        if (last < 0) return -1;
        var separator = digits.charAt(last);
        if (digits.indexOf(separator) != last) return -1;
        var whole = digits.substring(0, last).replace("-", "");
        var grouped = digits.length() - last - 1 == DIGITS_OF_A_GROUP
                && !whole.isEmpty()
                && !whole.startsWith("0")
                && whole.length() <= DIGITS_OF_A_GROUP;
        return grouped && separator != decimalSeparator(language) ? -1 : last;
    }

    private static char decimalSeparator(String language) {
        return language.isBlank()
                ? '.'
                : DecimalFormatSymbols.getInstance(Locale.forLanguageTag(language))
                        .getDecimalSeparator();
    }
}
