package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One politeness budget for hosts, shared by every job of the cluster. A number left out is the operator's default.
 *
 * @param hosts names, or {@code *.} and a name; exact beats the longest wildcard
 * @param allowPrivateAddresses holds for {@code namespaces}; never opens metadata addresses
 * @param namespaces {@code *} means all
 * @param allowedPorts besides 80, 443, 8080 and 8443
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostPolicySpec(
        List<String> hosts,
        @Nullable Long delayMillis,
        @Nullable Integer maxConcurrent,
        @Nullable Integer pagesPerMinute,
        @Nullable Instant blockedUntil,
        Boolean allowPrivateAddresses,
        List<String> namespaces,
        List<Integer> allowedPorts) {
    public HostPolicySpec {
        hosts = Wire.list(hosts);
        allowPrivateAddresses = Wire.or(allowPrivateAddresses, false);
        namespaces = Wire.list(namespaces);
        allowedPorts = Wire.list(allowedPorts);
    }
}
