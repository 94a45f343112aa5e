package io.crawljob.worker.header;

import io.crawljob.engine.fetch.Cookies;
import io.crawljob.engine.fetch.RequestHeader;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job's headers with their values, and its cookies.
 *
 * @param origins of the job's seeds
 * @param cookies null: none are sent, and none are kept
 */
public record JobHeaders(
        Set<String> origins, List<Given> all, @Nullable Cookies cookies) {

    public static final JobHeaders NONE = new JobHeaders(Set.of(), List.of(), null);

    public JobHeaders {
        origins = Set.copyOf(origins);
        all = List.copyOf(all);
    }

    /** @param hosts that the queue offers it for, exact or {@code *.example.org}; empty for a value of the plan */
    record Given(RequestHeader header, List<String> hosts) {
        Given {
            hosts = List.copyOf(hosts);
        }
    }

    /** Those that a request for this URL has. Asked anew for each hop of a redirect. */
    public List<RequestHeader> to(CanonicalUrl url) {
        if (all.isEmpty()) return List.of();
        var ofSeeds = origins.contains(url.origin());
        return all.stream()
                .filter(given -> given.hosts().isEmpty() ? ofSeeds : isOffered(given, url, ofSeeds))
                .map(Given::header)
                .toList();
    }

    /** A secret goes over a connection that others can read only where the job itself begins with one. */
    private static boolean isOffered(Given given, CanonicalUrl url, boolean ofSeeds) {
        var readable = !url.scheme().equals("https");
        if (readable && !ofSeeds) return false;
        return given.hosts().stream().anyMatch(pattern -> matches(pattern, url.host()));
    }

    private static boolean matches(String pattern, String host) {
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }
}
