package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message at the end of a job: one of {@code webhook} and {@code email}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Notification(
        @Nullable String name,
        List<On> on,
        @Nullable Webhook webhook,
        @Nullable Email email) {
    public Notification {
        on = Wire.list(on);
    }

    /** Which end is told. */
    public enum On {
        SUCCEEDED,
        FAILED,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static On parse(String text) {
            return Wire.parse(On.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** @param secretFrom what signs the message */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Webhook(@Nullable String url, @Nullable KeyRef secretFrom) {}

    /** Addresses that get a mail. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Email(List<String> to) {
        public Email {
            to = Wire.list(to);
        }
    }
}
