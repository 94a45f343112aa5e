package io.crawljob.engine.page;

import java.util.List;
import java.util.Locale;

/**
 * A Content-Type header, read leniently.
 *
 * @param name such as {@code text/html}, in lower case; empty if the header names none
 * @param charset as written, without quotes; empty if it names none
 */
record MediaType(String name, String charset) {

    private static final List<String> HTML_STARTS = List.of(
            "<!doctype html",
            "<html",
            "<head",
            "<script",
            "<iframe",
            "<h1",
            "<div",
            "<font",
            "<table",
            "<a",
            "<style",
            "<title",
            "<b",
            "<body",
            "<br",
            "<p",
            "<!--",
            "<meta");

    static MediaType parse(String header) {
        var parts = header.split(";", -1);
        var name = parts[0].strip().toLowerCase(Locale.ROOT);
        var charset = "";
        for (int i = 1; i < parts.length && charset.isEmpty(); i++) {
            var equals = parts[i].indexOf('=');
            if (equals < 0 || !parts[i].substring(0, equals).strip().equalsIgnoreCase("charset")) continue;
            charset = parts[i].substring(equals + 1)
                    .replace("\"", "")
                    .replace("'", "")
                    .strip();
        }
        return new MediaType(isWellFormed(name) ? name : "", charset);
    }

    private static boolean isWellFormed(String name) {
        var slash = name.indexOf('/');
        return slash > 0 && slash < name.length() - 1 && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The media type of a body whose header names none: what it looks like (WHATWG MIME Sniffing, the part that matters to a crawl). */
    static String sniff(byte[] bytes) {
        var start = Bytes.latin1(bytes, 512);
        if (start.startsWith("%PDF-")) return "application/pdf";
        var text = start.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("ï»¿")) text = text.substring(3).stripLeading();
        if (text.startsWith("<?xml")) return text.contains("<html") ? "application/xhtml+xml" : "application/xml";
        if (HTML_STARTS.stream().anyMatch(text::startsWith)) return "text/html";
        return start.indexOf('\0') >= 0 ? "application/octet-stream" : "text/plain";
    }
}
