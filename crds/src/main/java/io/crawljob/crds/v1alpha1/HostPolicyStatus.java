package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions only. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostPolicyStatus(@Nullable Long observedGeneration, List<Condition> conditions) {
    public HostPolicyStatus {
        conditions = Wire.list(conditions);
    }
}
