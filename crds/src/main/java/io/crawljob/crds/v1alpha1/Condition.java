package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a resource; a list of them is a map by {@code type}.
 *
 * @param type of {@link ConditionType}; a text, since older and newer operators may have written it
 * @param reason of {@link Reason}
 * @param lastTransitionTime when {@code status} last changed, in whole seconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        String type,
        Status status,
        String reason,
        String message,
        @Nullable Instant lastTransitionTime,
        @Nullable Long observedGeneration) {
    public Condition {
        lastTransitionTime = Wire.seconds(lastTransitionTime);
        type = Wire.or(type, "");
        status = Wire.or(status, Status.UNKNOWN);
        reason = Wire.or(reason, "");
        message = Wire.or(Wire.cut(512, message), "");
    }

    /** What is known of the condition. */
    public enum Status {
        TRUE,
        FALSE,
        UNKNOWN;

        @JsonCreator
        static Status parse(String text) {
            return Wire.parse(Status.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }
}
