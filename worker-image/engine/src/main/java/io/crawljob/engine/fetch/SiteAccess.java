package io.crawljob.engine.fetch;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How all requests of a process get to their sites.
 *
 * @param proxy null: directly
 * @param authorities whose word on a site's certificate is taken besides those that the JVM trusts
 */
public record SiteAccess(@Nullable ForwardProxy proxy, List<X509Certificate> authorities) {

    public static final SiteAccess DIRECT = new SiteAccess(null, List.of());

    public SiteAccess {
        authorities = List.copyOf(authorities);
    }
}
