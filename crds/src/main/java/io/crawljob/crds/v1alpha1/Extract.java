package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is taken from a page; each part adds one object to its record. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Extract(Boolean metadata, Boolean article, Boolean product, Boolean links, List<Field> fields) {
    public Extract {
        metadata = Wire.or(metadata, true);
        article = Wire.or(article, false);
        product = Wire.or(product, false);
        links = Wire.or(links, false);
        fields = Wire.list(fields);
    }

    static final Extract DEFAULT = new Extract(true, false, false, false, List.of());

    /**
     * A value by CSS selector.
     *
     * @param attribute null: the element's text
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Field(
            @Nullable String name,
            @Nullable String selector,
            @Nullable String attribute,
            Type type,
            Boolean list,
            Boolean required) {
        public Field {
            type = Wire.or(type, Type.STRING);
            list = Wire.or(list, false);
            required = Wire.or(required, false);
        }
    }

    /** What a field's text is read as. */
    public enum Type {
        STRING,
        NUMBER,
        BOOLEAN,
        DATE,
        URL,
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
