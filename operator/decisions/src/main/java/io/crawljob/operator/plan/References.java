package io.crawljob.operator.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job's references resolved to, in its own namespace.
 *
 * @param queueExists whether there is a CrawlQueue of the name in {@code spec.queueName}
 * @param configMap data of the ConfigMap that {@code spec.source.urls.configMapKeyRef} names; null when it is not there, or none is named
 */
public record References(boolean queueExists, @Nullable Map<String, String> configMap) {

    public References {
        configMap = configMap == null ? null : Map.copyOf(configMap);
    }

    /** All that a job without references to ConfigMaps needs. */
    public static References queueOnly() {
        return new References(true, null);
    }
}
