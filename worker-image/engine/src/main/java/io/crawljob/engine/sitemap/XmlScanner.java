package io.crawljob.engine.sitemap;

import java.io.IOException;
import java.io.Reader;

/**
 * Reads tags and text off a stream that may be XML. Forgives what sitemaps get wrong (bare ampersands, text before the declaration, tags that never close),
 * knows no document types and no entities of its own, so nothing outside can be drawn in, and keeps no more than one tag and one text in memory.
 */
final class XmlScanner {

    /** Characters of one text or tag; the rest of a longer one is passed over. */
    private static final int LONGEST = 16_384;

    private static final int BUFFER = 8_192;

    private final Reader in;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int end;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder tag = new StringBuilder();

    XmlScanner(Reader in) {
        this.in = in;
    }

    /** Goes on to the next tag; false at the end. */
    boolean next() throws IOException {
        text.setLength(0);
        while (true) {
            int c = read();
            if (c < 0) return false;
            if (c != '<') {
                append(text, c);
                continue;
            }
            if (looksAt("!--")) skipTo("-->");
            else if (looksAt("![CDATA[")) readCdata();
            else if (looksAt("?")) skipTo("?>");
            else return readTag();
        }
    }

    /** What stands between the tag before and this one, as written; CDATA included. */
    String text() {
        return text.toString();
    }

    boolean isClosing() {
        return tag.length() > 0 && tag.charAt(0) == '/';
    }

    boolean isEmptyElement() {
        return tag.length() > 0 && tag.charAt(tag.length() - 1) == '/';
    }

    /** The element's name as written, with its prefix. */
    String name() {
        int from = isClosing() ? 1 : 0;
        int to = from;
        while (to < tag.length() && tag.charAt(to) > ' ' && tag.charAt(to) != '/') to++;
        return tag.substring(from, to);
    }

    /** The attribute's value as written; empty if there is none. */
    String attribute(String name) {
        int at = tag.indexOf(name);
        while (at > 0) {
            int equals = at + name.length();
            while (equals < tag.length() && tag.charAt(equals) <= ' ') equals++;
            if (tag.charAt(at - 1) <= ' ' && equals < tag.length() && tag.charAt(equals) == '=')
                return quoted(equals + 1);
            at = tag.indexOf(name, at + 1);
        }
        return "";
    }

    private String quoted(int from) {
        int start = from;
        while (start < tag.length() && tag.charAt(start) <= ' ') start++;
        if (start == tag.length()) return "";
        var quote = String.valueOf(tag.charAt(start));
        var end = tag.indexOf(quote, start + 1);
        return end < 0 ? "" : tag.substring(start + 1, end);
    }

    private boolean readTag() throws IOException {
        tag.setLength(0);
        int quote = -1;
        for (int c = read(); c >= 0; c = read()) {
            if (quote < 0 && c == '>') return true;
            if (c == quote) quote = -1;
            else if (quote < 0 && (c == '"' || c == '\'')) quote = c;
            append(tag, c);
        }
        return false;
    }

    private void readCdata() throws IOException {
        int end = 0;
        for (int c = read(); c >= 0; c = read()) {
            append(text, c);
            end = c == ']' ? Math.min(end + 1, 2) : c == '>' && end == 2 ? 3 : 0;
            if (end == 3) {
                if (text.length() >= 3) text.setLength(text.length() - 3);
                return;
            }
        }
    }

    private void skipTo(String end) throws IOException {
        int matched = 0;
        for (int c = read(); c >= 0; c = read()) {
            if (c == end.charAt(matched)) matched++;
            else if (!(matched == 2 && c == end.charAt(1))) matched = c == end.charAt(0) ? 1 : 0;
            if (matched == end.length()) return;
        }
    }

    /** Consumes the expected characters if they come next, else nothing. */
    private boolean looksAt(String expected) throws IOException {
        while (end - at < expected.length()) {
            if (!fill()) return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (buffer[at + i] != expected.charAt(i)) return false;
        }
        at += expected.length();
        return true;
    }

    private int read() throws IOException {
        return at < end || fill() ? buffer[at++] : -1;
    }

    /** Keeps what is not read yet; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        var count = in.read(buffer, end, BUFFER - end);
        end += Math.max(count, 0);
        return count > 0;
    }

    private static void append(StringBuilder out, int c) {
        if (out.length() < LONGEST) out.append((char) c);
    }
}
