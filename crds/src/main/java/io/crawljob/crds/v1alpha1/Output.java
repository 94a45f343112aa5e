package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where records go: to the sinks, or with none to the result store in Redis, within {@code store}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Output(List<Sink> sinks, Store store) {
    public Output {
        sinks = Wire.list(sinks);
        store = Wire.or(store, Store.DEFAULT);
    }

    static final Output DEFAULT = new Output(List.of(), Store.DEFAULT);

    /** A named place for records. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sink(@Nullable String name, SinkType type) {
        public Sink {
            type = Wire.or(type, SinkType.UNKNOWN);
        }
    }

    /** What stands behind a sink. */
    public enum SinkType {
        S3,
        POSTGRES,
        HTTP,
        WARC,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static SinkType parse(String text) {
            return Wire.parse(SinkType.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Bounds of the result store; {@code maxSize} is a Kubernetes quantity. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Store(Long maxRecords, String maxSize) {
        public Store {
            maxRecords = Wire.or(maxRecords, 100_000L);
            maxSize = Wire.or(maxSize, "256Mi");
        }

        static final Store DEFAULT = new Store(100_000L, "256Mi");
    }
}
