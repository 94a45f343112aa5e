package io.crawljob.engine.url;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The WHATWG URL standard's "basic URL parser" for the two schemes that a crawl uses. Its state machine is unrolled into the order in which these URLs are
 * written: scheme, authority, path, query, fragment.
 */
final class WhatwgParser {

    private static final int HIGHEST_PORT = 65_535;

    private final @Nullable WhatwgUrl base;
    private final String input;
    private final PercentEncoder queryEncoder;

    /** @param charset of the query, if it is one that ASCII is a part of; else, as by the standard, UTF-8 */
    WhatwgParser(@Nullable WhatwgUrl base, String text, Charset charset) {
        this.base = base;
        this.queryEncoder = PercentEncoder.QUERY.in(charset);
        this.input = withoutNoise(text);
    }

    WhatwgUrl parse() throws InvalidUrlException {
        var schemeEnd = schemeEnd();
        if (schemeEnd < 0) {
            if (base == null)
                throw new InvalidUrlException("it has no scheme, and there is no base to resolve it against");
            return relative(base, input);
        }
        var scheme = input.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidUrlException("only http and https are crawled, not " + scheme);
        }
        var rest = input.substring(schemeEnd + 1);
        if (base != null && base.scheme().equals(scheme) && !rest.startsWith("//")) return relative(base, rest);
        return absolute(scheme, rest.substring(slashes(rest)));
    }

    /** The index of the colon that ends the scheme, or -1. */
    private int schemeEnd() {
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == ':') return i == 0 ? -1 : i;
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            var later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) return -1;
        }
        return -1;
    }

    private WhatwgUrl relative(WhatwgUrl base, String rest) throws InvalidUrlException {
        if (slashes(rest) >= 2) return absolute(base.scheme(), rest.substring(slashes(rest)));
        var tail = tail(rest);
        var path = base.path();
        var query = tail.query();
        if (tail.path().isEmpty()) {
            if (query == null) query = base.query();
        } else if (slashes(rest) == 1) {
            path = path("", tail.path());
        } else {
            path = path(base.path().substring(0, base.path().lastIndexOf('/')), "/" + tail.path());
        }
        return new WhatwgUrl(base.scheme(), base.userInfo(), base.host(), base.port(), path, query, tail.fragment());
    }

    /** @param rest what follows the slashes after the scheme */
    private WhatwgUrl absolute(String scheme, String rest) throws InvalidUrlException {
        int end = 0;
        while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) end++;
        var authority = rest.substring(0, end);
        var at = authority.lastIndexOf('@');
        var userInfo = at < 0 ? "" : userInfo(authority.substring(0, at));
        var hostAndPort = authority.substring(at + 1);
        var colon = portColon(hostAndPort);
        var host = Host.parse(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
        var port = colon < 0 ? null : port(hostAndPort.substring(colon + 1), scheme);
        var tail = tail(rest.substring(end));
        return new WhatwgUrl(scheme, userInfo, host, port, path("", tail.path()), tail.query(), tail.fragment());
    }

    private static int portColon(String hostAndPort) {
        var colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1) : -1;
    }

    private static String userInfo(String text) {
        var colon = text.indexOf(':');
        var user = PercentEncoder.USER_INFO.encode(colon < 0 ? text : text.substring(0, colon));
        var password = colon < 0 ? "" : PercentEncoder.USER_INFO.encode(text.substring(colon + 1));
        return password.isEmpty() ? user : user + ":" + password;
    }

    private static @Nullable Integer port(String text, String scheme) throws InvalidUrlException {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') throw new InvalidUrlException("the port is not a number");
            value = value * 10 + (c - '0');
            if (value > HIGHEST_PORT) throw new InvalidUrlException("the port is above " + HIGHEST_PORT);
        }
        var isDefault = value == (scheme.equals("https") ? 443 : 80);
        return text.isEmpty() || isDefault ? null : value;
    }

    /** The segments of {@code text}, which begins with a slash or is empty, walked from the directory {@code start}, which ends without one. */
    private static String path(String start, String text) {
        List<String> segments = new ArrayList<>();
        if (!start.isEmpty()) segments.addAll(List.of(start.substring(1).split("/", -1)));
        int from = 1;
        while (from <= text.length()) {
            int to = from;
            while (to < text.length() && !isSlash(text.charAt(to))) to++;
            var last = to == text.length();
            addSegment(segments, PercentEncoder.PATH.encode(text.substring(from, to)), last);
            from = to + 1;
        }
        return "/" + String.join("/", segments);
    }

    private static void addSegment(List<String> segments, String segment, boolean last) {
        switch (segment.toLowerCase(Locale.ROOT).replace("%2e", ".")) {
            case "." -> {
                if (last) segments.add("");
            }
            case ".." -> {
                if (!segments.isEmpty()) segments.removeLast();
                if (last) segments.add("");
            }
            default -> segments.add(segment);
        }
    }

    private static int slashes(String text) {
        int count = 0;
        while (count < text.length() && isSlash(text.charAt(count))) count++;
        return count;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    /** Without control characters and spaces around it, and without tabs and line ends anywhere. */
    private static String withoutNoise(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') from++;
        while (to > from && text.charAt(to - 1) <= ' ') to--;
        return text.substring(from, to).replace("\t", "").replace("\n", "").replace("\r", "");
    }

    private Tail tail(String text) {
        var hash = text.indexOf('#');
        var fragment = hash < 0 ? null : PercentEncoder.FRAGMENT.encode(text.substring(hash + 1));
        var beforeHash = hash < 0 ? text : text.substring(0, hash);
        var mark = beforeHash.indexOf('?');
        var query = mark < 0 ? null : queryEncoder.encode(beforeHash.substring(mark + 1));
        return new Tail(mark < 0 ? beforeHash : beforeHash.substring(0, mark), query, fragment);
    }

    /** What follows the authority; the path is not yet encoded, the others are. */
    private record Tail(
            String path, @Nullable String query, @Nullable String fragment) {}
}
