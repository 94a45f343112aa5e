package io.crawljob.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a crawl begins: exactly one member is set. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Source(
        @Nullable Site site,
        @Nullable Urls urls,
        @Nullable Arxiv arxiv,
        @Nullable Github github,
        @Nullable SemanticScholar semanticScholar) {
    /**
     * Pages found from seeds, by their links and their sites' sitemaps.
     *
     * @param include RE2, on the whole canonical URL; empty means everything within
     * @param maxDepth links from a seed; 0 is the seeds alone
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Site(List<String> seeds, Sitemaps sitemaps, Within within, List<String> include, Integer maxDepth) {
        public Site {
            seeds = Wire.list(seeds);
            sitemaps = Wire.or(sitemaps, Sitemaps.INCLUDE);
            within = Wire.or(within, Within.HOST);
            include = Wire.list(include);
            maxDepth = Wire.or(maxDepth, 20);
        }
    }

    /** What sitemaps add to links. */
    public enum Sitemaps {
        INCLUDE,
        /** Pages come from sitemaps alone; links are not followed. */
        ONLY,
        IGNORE,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Sitemaps parse(String text) {
            return Wire.parse(Sitemaps.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** How far from its seeds a crawl goes. */
    public enum Within {
        PAGE,
        /** The seed's path and what lies under it. */
        PREFIX,
        HOST,
        /** The registrable domain. */
        DOMAIN,
        ANY,
        /** A value that this version does not know; refused with a message, never guessed at. */
        UNKNOWN;

        @JsonCreator
        static Within parse(String text) {
            return Wire.parse(Within.class, text, UNKNOWN);
        }

        /** As it stands in a manifest. */
        @JsonValue
        @Override
        public String toString() {
            return Wire.text(this);
        }
    }

    /** A batch of URLs, one of {@code list} and {@code configMapKeyRef}; links are not followed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Urls(List<String> list, @Nullable KeyRef configMapKeyRef) {
        public Urls {
            list = Wire.list(list);
        }
    }

    /** Papers by arXiv's search. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Arxiv(@Nullable String query) {}

    /** Repositories by GitHub's search. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Github(@Nullable String query, @Nullable KeyRef tokenFrom) {}

    /** Papers by Semantic Scholar's search. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SemanticScholar(
            @Nullable String query, @Nullable KeyRef keyFrom) {}
}
