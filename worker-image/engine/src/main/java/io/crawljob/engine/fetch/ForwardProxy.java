package io.crawljob.engine.fetch;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP proxy (RFC 9110, section 3.7): {@code http} is asked of it by whole URLs, {@code https} goes through a tunnel that it opens by CONNECT, in which it
 * sees nothing but the host's name.
 *
 * @param url {@code http://host[:port]/}
 */
public record ForwardProxy(CanonicalUrl url) {

    /** Empty unless it is {@code http://host[:port]}: without a user, a path, and TLS of its own. */
    public static Optional<ForwardProxy> parse(String text) {
        if (!text.strip().toLowerCase(Locale.ROOT).startsWith("http://") || text.contains("@")) return Optional.empty();
        return CanonicalUrl.parse(text.strip())
                .filter(url -> url.toString().equals(url.origin() + "/"))
                .map(ForwardProxy::new);
    }

    String host() {
        var host = url.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.port();
    }

    @Override
    public String toString() {
        return url.authority();
    }
}
