package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** A step that takes a page's record further after the fetch, as items of a lane of its own. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Stage(
        @Nullable String name,
        Type type,
        @Nullable Integer concurrency,
        @Nullable Integer pagesPerMinute) {
    public Stage {
        type = Wire.or(type, Type.UNKNOWN);
    }

    /** What a stage does. */
    public enum Type {
        AUTHORS,
        INSTITUTIONS,
        TAGS,
        ABSTRACT,
        HTTP,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Type parse(String text) {
            return Wire.parse(Type.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }
}
