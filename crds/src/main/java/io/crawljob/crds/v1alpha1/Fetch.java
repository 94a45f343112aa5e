package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pages are asked for.
 *
 * @param userAgent empty: the operator's own
 * @param maxBodySize a Kubernetes quantity; a longer body is a failure
 * @param cacheSeconds 0: no result of another job is used
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Fetch(
        String userAgent,
        Integer timeoutSeconds,
        String maxBodySize,
        Robots robots,
        Render render,
        List<Header> headers,
        Cookies cookies,
        Integer cacheSeconds) {
    public Fetch {
        userAgent = Wire.or(userAgent, "");
        timeoutSeconds = Wire.or(timeoutSeconds, 30);
        maxBodySize = Wire.or(maxBodySize, "10Mi");
        robots = Wire.or(robots, Robots.OBEY);
        render = Wire.or(render, Render.NEVER);
        headers = Wire.list(headers);
        cookies = Wire.or(cookies, Cookies.IGNORE);
        cacheSeconds = Wire.or(cacheSeconds, 0);
    }

    static final Fetch DEFAULT = new Fetch("", 30, "10Mi", Robots.OBEY, Render.NEVER, List.of(), Cookies.IGNORE, 0);

    /** Whether robots.txt binds the crawl. */
    public enum Robots {
        OBEY,
        /** Needs the operator to allow it. */
        IGNORE,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Robots parse(String text) {
            return Wire.parse(Robots.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** Whether pages go through a headless browser. */
    public enum Render {
        NEVER,
        ALWAYS,
        AUTO,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Render parse(String text) {
            return Wire.parse(Render.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** Whether what hosts set by Set-Cookie is sent with the crawl's following requests. */
    public enum Cookies {
        IGNORE,
        KEEP,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Cookies parse(String text) {
            return Wire.parse(Cookies.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** One of {@code value} and {@code valueFrom}, a Secret that the queue offers for the host. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Header(
            @Nullable String name,
            @Nullable String value,
            @Nullable KeyRef valueFrom) {}
}
