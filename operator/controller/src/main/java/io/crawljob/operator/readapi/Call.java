package io.crawljob.operator.readapi;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** One request to the API, taken apart. */
record Call(Kind kind, String namespace, String name, Map<String, String> query, String token) {

    enum Kind {
        RESULTS,
        EVENTS,
        ACKNOWLEDGE
    }

    private static final Pattern PATH = Pattern.compile(
            "/v1/namespaces/([a-z0-9-]{1,63})/crawljobs/([a-z0-9.-]{1,253})/(results|events|results/acknowledge)");

    /** Empty when the path is none of ours. */
    static Optional<Call> of(HttpExchange exchange) {
        var match = PATH.matcher(exchange.getRequestURI().getPath());
        if (!match.matches()) return Optional.empty();
        return Optional.of(new Call(
                kind(match.group(3)),
                match.group(1),
                match.group(2),
                query(exchange.getRequestURI()),
                token(exchange.getRequestHeaders())));
    }

    String method() {
        return kind == Kind.ACKNOWLEDGE ? "POST" : "GET";
    }

    private static Kind kind(String word) {
        if (word.equals("results")) return Kind.RESULTS;
        return word.equals("events") ? Kind.EVENTS : Kind.ACKNOWLEDGE;
    }

    /** The second header is for calls through the API server's proxy, which keeps the first for itself. */
    private static String token(Headers headers) {
        var authorization = Objects.requireNonNullElse(headers.getFirst("Authorization"), "");
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip();
        }
        return Objects.requireNonNullElse(headers.getFirst("X-Crawl-Token"), "").strip();
    }

    private static Map<String, String> query(URI uri) {
        var query = new HashMap<String, String>();
        var raw = Objects.requireNonNullElse(uri.getRawQuery(), "");
        for (var part : raw.split("&", -1)) {
            var at = part.indexOf('=');
            if (at > 0) query.put(part.substring(0, at), decode(part.substring(at + 1)));
        }
        return Map.copyOf(query);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
