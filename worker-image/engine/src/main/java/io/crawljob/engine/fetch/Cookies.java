package io.crawljob.engine.fetch;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Cookie;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the hosts of one crawl have set, as RFC 6265 has it: each cookie goes to the hosts, paths and schemes that it was set for, until it expires, and
 * none is taken for a public suffix. In memory, bounded: the domain that was of use longest ago goes first, and of a domain the cookie that was set longest
 * ago. Thread-safe.
 */
public final class Cookies {

    public static final int MOST_DOMAINS = 200;
    public static final int MOST_OF_A_DOMAIN = 50;

    /** Of name and value together. A longer cookie is not taken. */
    public static final int MOST_CHARACTERS = 4_096;

    /** What all may weigh together; a domain's share is always less. */
    public static final int MOST_BYTES = 256 << 10;

    /** Of one cookie beside its texts. */
    private static final int OVERHEAD = 128;

    private record Id(String name, String path) {}

    private final Clock clock;
    /** Guarded by this, as is the weight. By domain, the one that was of use longest ago first. */
    private final SequencedMap<String, SequencedMap<Id, Cookie>> domains = new LinkedHashMap<>(16, 0.75f, true);

    private int weight;

    public Cookies(Clock clock) {
        this.clock = clock;
    }

    /** What a request for this URL says in its header Cookie; empty for nothing. */
    public String to(CanonicalUrl url) {
        var target = HttpUrl.Companion.parse(url.toString());
        return target == null ? "" : to(target);
    }

    synchronized String to(HttpUrl url) {
        if (domains.isEmpty()) return "";
        var now = clock.millis();
        // Section 5.4: longer paths first.
        return Stream.iterate(url.host(), Objects::nonNull, Cookies::parent)
                .map(domains::get)
                .filter(Objects::nonNull)
                .flatMap(domain -> domain.values().stream())
                .filter(cookie -> cookie.expiresAt() > now && cookie.matches(url))
                .sorted(Comparator.comparingInt((Cookie cookie) -> cookie.path().length())
                        .reversed())
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    private static @Nullable String parent(String host) {
        var dot = host.indexOf('.');
        return dot < 0 ? null : host.substring(dot + 1);
    }

    /** An answer's headers, of whatever status. */
    synchronized void heard(HttpUrl url, Headers headers) {
        for (var cookie : Cookie.Companion.parseAll(url, headers)) {
            if (cookie.name().length() + cookie.value().length() <= MOST_CHARACTERS) set(cookie);
        }
    }

    /** Section 5.3: one of the same name, domain and path is replaced, and one that has expired goes. */
    private void set(Cookie cookie) {
        var now = clock.millis();
        var domain = domains.computeIfAbsent(cookie.domain(), _ -> new LinkedHashMap<>());
        weight -= weight(domain);
        domain.values().removeIf(older -> older.expiresAt() <= now);
        var id = new Id(cookie.name(), cookie.path());
        domain.remove(id);
        if (cookie.expiresAt() > now) domain.put(id, cookie);
        if (domain.size() > MOST_OF_A_DOMAIN) domain.pollFirstEntry();
        weight += weight(domain);
        if (domain.isEmpty()) domains.remove(cookie.domain());
        while (domains.size() > MOST_DOMAINS || weight > MOST_BYTES) {
            weight -= weight(domains.pollFirstEntry().getValue());
        }
    }

    private static int weight(SequencedMap<Id, Cookie> domain) {
        return domain.values().stream().mapToInt(Cookies::weight).sum();
    }

    private static int weight(Cookie cookie) {
        return OVERHEAD
                + cookie.name().length()
                + cookie.value().length()
                + cookie.path().length()
                + cookie.domain().length();
    }
}
