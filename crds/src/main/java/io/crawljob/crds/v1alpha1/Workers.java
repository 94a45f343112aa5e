package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a queue: how many, how large, and where they run.
 *
 * @param concurrency items in flight in one worker
 * @param targetPerWorker waiting, leased and soon due items that justify one worker
 * @param secrets what jobs of the queue may name
 * @param terminationGracePeriodSeconds null: the operator's own
 * @param proxy URL; null: none
 * @param caBundle PEM certificates in a ConfigMap that workers trust besides the system's
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Workers(
        Integer min,
        Integer max,
        Integer concurrency,
        Integer targetPerWorker,
        Integer scaleDownStabilizationSeconds,
        List<Secret> secrets,
        @Nullable String serviceAccountName,
        List<NamedRef> imagePullSecrets,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        List<TopologySpreadConstraint> topologySpreadConstraints,
        @Nullable String priorityClassName,
        @Nullable String runtimeClassName,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable ResourceRequirements resources,
        @Nullable Long terminationGracePeriodSeconds,
        @Nullable String proxy,
        @Nullable KeyRef caBundle,
        Boolean browser) {
    public Workers {
        min = Wire.or(min, 0);
        max = Wire.or(max, 10);
        concurrency = Wire.or(concurrency, 32);
        targetPerWorker = Wire.or(targetPerWorker, 200);
        scaleDownStabilizationSeconds = Wire.or(scaleDownStabilizationSeconds, 60);
        secrets = Wire.list(secrets);
        imagePullSecrets = Wire.list(imagePullSecrets);
        nodeSelector = Wire.map(nodeSelector);
        tolerations = Wire.list(tolerations);
        topologySpreadConstraints = Wire.list(topologySpreadConstraints);
        labels = Wire.map(labels);
        annotations = Wire.map(annotations);
        browser = Wire.or(browser, false);
    }

    static final Workers DEFAULT = new Workers(
            0, 10, 32, 200, 60, List.of(), null, List.of(), Map.of(), List.of(), List.of(), null, null, Map.of(),
            Map.of(), null, null, null, null, false);

    /** A Secret of the namespace, mounted in the workers; a header made from it goes only to its hosts. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Secret(@Nullable String name, List<String> hosts) {
        public Secret {
            hosts = Wire.list(hosts);
        }
    }

    /** An object of the same namespace, by name. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NamedRef(@Nullable String name) {}
}
