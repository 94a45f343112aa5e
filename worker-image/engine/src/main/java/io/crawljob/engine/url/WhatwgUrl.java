package io.crawljob.engine.url;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an http or https URL as the WHATWG URL standard has them after parsing.
 *
 * @param userInfo {@code user}, {@code user:password} or empty, percent-encoded
 * @param port null for the scheme's default
 * @param path begins with a slash; dot segments are gone
 */
record WhatwgUrl(
        String scheme,
        String userInfo,
        Host host,
        @Nullable Integer port,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    static WhatwgUrl parse(String text) throws InvalidUrlException {
        return new WhatwgParser(null, text, StandardCharsets.UTF_8).parse();
    }

    /** Null if the base is of a scheme that nothing here can be relative to. */
    static @Nullable WhatwgUrl parseBase(String text) throws InvalidUrlException {
        var colon = text.indexOf(':');
        var scheme = colon < 0 ? "" : text.substring(0, colon).strip();
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) return null;
        return parse(text);
    }

    String serialize() {
        var out = new StringBuilder(scheme).append("://");
        if (!userInfo.isEmpty()) out.append(userInfo).append('@');
        out.append(host.text());
        if (port != null) out.append(':').append(port.intValue());
        out.append(path);
        if (query != null) out.append('?').append(query);
        if (fragment != null) out.append('#').append(fragment);
        return out.toString();
    }
}
