package io.crawljob.engine.page;

import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the charset that a page names in a {@code <meta>} tag, before it can be decoded. */
final class MetaPrescan {

    /** {@code charset=…} as an attribute of its own, or inside of {@code content}. */
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?\\s*([^\\s\"'/>;]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern XML = Pattern.compile("^\\s*<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)");

    private MetaPrescan() {}

    /** @param start of the page, a character for each byte; empty if it names none */
    static String charset(String start) {
        var xml = XML.matcher(start);
        if (xml.find()) return xml.group(1);
        var lower = start.toLowerCase(Locale.ROOT);
        int at = 0;
        while ((at = lower.indexOf('<', at)) >= 0) {
            if (lower.startsWith("<!--", at)) {
                var end = lower.indexOf("-->", at + 2);
                if (end < 0) return "";
                at = end + 3;
                continue;
            }
            var end = lower.indexOf('>', at);
            var tag = start.substring(at, end < 0 ? start.length() : end + 1);
            if (lower.startsWith("<meta", at)) {
                var charset = CHARSET.matcher(tag);
                if (charset.find()) return charset.group(1);
            }
            at++;
        }
        return "";
    }
}
