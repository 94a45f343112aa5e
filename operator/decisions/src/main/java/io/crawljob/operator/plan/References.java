package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.Workers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job's references resolved to, in its own namespace.
 *
 * @param queueExists whether there is a CrawlQueue of the name in {@code spec.queueName}
 * @param secrets that the queue offers
 * @param configMap data of the ConfigMap that {@code spec.source.urls.configMapKeyRef} names; null when it is not there, or none is named
 * @param browser whether the queue's workers have one
 */
public record References(
        boolean queueExists, @Nullable Map<String, String> configMap, List<Workers.Secret> secrets, boolean browser) {

    public References {
        configMap = configMap == null ? null : Map.copyOf(configMap);
        secrets = List.copyOf(secrets);
    }

    /** With a queue that offers no Secrets, and whose workers have no browser. */
    public References(boolean queueExists, @Nullable Map<String, String> configMap) {
        this(queueExists, configMap, List.of(), false);
    }

    /** All that a job without references to ConfigMaps needs. */
    public static References queueOnly() {
        return new References(true, null);
    }
}
