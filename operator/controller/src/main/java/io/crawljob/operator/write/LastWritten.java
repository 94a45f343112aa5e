package io.crawljob.operator.write;

import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The statuses as this process wrote them last. The cache of an informer may still hold the one before, and a decision on that would be a step back.
 * Thread-safe.
 */
public final class LastWritten<S> {

    private record Entry<S>(S status, long version) {}

    private final Map<String, Entry<S>> entries = new ConcurrentHashMap<>();

    /** The newer of what the resource carries and what was written; empty when it has no status at all. */
    public Optional<S> of(CustomResource<?, S> resource) {
        var entry = entries.get(resource.getMetadata().getUid());
        if (entry != null && entry.version() > version(resource.getMetadata().getResourceVersion())) {
            return Optional.of(entry.status());
        }
        return Optional.ofNullable(resource.getStatus());
    }

    /** The newer version of what the resource carries and what was written. */
    String version(CustomResource<?, S> resource) {
        var carried = resource.getMetadata().getResourceVersion();
        var entry = entries.get(resource.getMetadata().getUid());
        return entry != null && entry.version() > version(carried) ? Long.toString(entry.version()) : carried;
    }

    void put(CustomResource<?, S> resource, S status, String resourceVersion) {
        entries.put(resource.getMetadata().getUid(), new Entry<>(status, version(resourceVersion)));
    }

    public void forget(String uid) {
        entries.remove(uid);
    }

    /** The API server's versions are numbers that grow; one that is not counts as newer than anything of ours. */
    private static long version(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
