package io.crawljob.engine.page;

import static java.util.Map.entry;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The charsets that pages name, as browsers understand the names (WHATWG Encoding): most old names mean a larger set than they say. */
final class CharsetLabel {

    private static final Map<String, String> MEANT = Map.ofEntries(
            entry("iso-8859-1", "windows-1252"),
            entry("iso8859-1", "windows-1252"),
            entry("latin1", "windows-1252"),
            entry("latin-1", "windows-1252"),
            entry("ascii", "windows-1252"),
            entry("us-ascii", "windows-1252"),
            entry("ansi", "windows-1252"),
            entry("iso-8859-9", "windows-1254"),
            entry("latin5", "windows-1254"),
            entry("iso-8859-11", "x-windows-874"),
            entry("tis-620", "x-windows-874"),
            entry("windows-874", "x-windows-874"),
            entry("shift_jis", "windows-31j"),
            entry("shift-jis", "windows-31j"),
            entry("sjis", "windows-31j"),
            entry("x-sjis", "windows-31j"),
            entry("gb2312", "GB18030"),
            entry("gbk", "GB18030"),
            entry("x-gbk", "GB18030"),
            entry("euc-kr", "x-windows-949"),
            entry("ks_c_5601-1987", "x-windows-949"),
            entry("korean", "x-windows-949"),
            entry("big5", "Big5-HKSCS"),
            entry("big5-hkscs", "Big5-HKSCS"),
            entry("utf8", "UTF-8"),
            entry("unicode", "UTF-16LE"),
            entry("utf-16", "UTF-16LE"),
            entry("macintosh", "x-MacRoman"),
            entry("x-user-defined", "windows-1252"));

    private CharsetLabel() {}

    /** Empty for a name that nobody knows, or that this Java runtime does not carry. */
    static Optional<Charset> find(String label) {
        var name = label.strip().toLowerCase(Locale.ROOT);
        if (name.equals("utf-8")) return Optional.of(StandardCharsets.UTF_8);
        if (name.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Charset.forName(MEANT.getOrDefault(name, name)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }
}
