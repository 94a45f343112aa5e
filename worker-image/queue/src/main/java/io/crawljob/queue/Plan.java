package io.crawljob.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must know of one job. Made from the resource by one mapper, stored in Redis as versioned JSON ({@link PlanCodec}), immutable for its
 * generation.
 *
 * @param version of this format; see {@link PlanCodec#VERSION}
 * @param generation of the resource that it was made from; a plan with a lower one is refused
 * @param run which crawl of the resource this is, from 1
 */
public record Plan(
        int version,
        JobKey job,
        String name,
        String queue,
        long generation,
        int run,
        Priority priority,
        Scope scope,
        Limits limits,
        Fetch fetch,
        Politeness politeness,
        Retry retry,
        Extract extract,
        Store store) {

    /** How far a crawl goes. */
    public enum Within {
        PAGE,
        PREFIX,
        HOST,
        /** The registrable domain, by the public suffix list. */
        DOMAIN,
        ANY
    }

    public enum Sitemaps {
        INCLUDE,
        /** Pages come from sitemaps alone; links are not followed. */
        ONLY,
        IGNORE
    }

    /**
     * @param seeds canonical; what {@code within} is measured from
     * @param followLinks false for a batch of URLs
     * @param include RE2, on the whole canonical URL; empty means everything within
     * @param exclude RE2, on the whole canonical URL, found anywhere in it
     */
    public record Scope(
            List<String> seeds,
            boolean followLinks,
            Within within,
            Sitemaps sitemaps,
            List<String> include,
            List<String> exclude,
            int maxDepth) {
        public Scope {
            seeds = List.copyOf(seeds);
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * Null means no limit. A page belongs to the seed from which it was found first, a seed to itself.
     *
     * @param maxBytes of bodies, all together
     */
    public record Limits(
            long maxPages,
            @Nullable Long maxPagesPerHost,
            @Nullable Long maxBytes,
            @Nullable Long maxBytesPerHost,
            @Nullable Long maxPagesPerSeed,
            @Nullable Long maxBytesPerSeed) {

        /** Without those that a worker of an older version does not know. */
        public Limits(long maxPages, @Nullable Long maxPagesPerHost, @Nullable Long maxBytes) {
            this(maxPages, maxPagesPerHost, maxBytes, null, null, null);
        }
    }

    /**
     * @param userAgent whole header; its first word is the product token that robots.txt is asked for
     * @param render what an older plan leaves out is {@link Render#NEVER}
     * @param cookies what an older plan leaves out is {@link Cookies#IGNORE}
     * @param cacheSeconds a page that a job of the namespace kept, and that is younger, is used again; 0: none is used or kept
     */
    public record Fetch(
            String userAgent,
            int timeoutSeconds,
            long maxBodyBytes,
            boolean obeyRobots,
            int cacheSeconds,
            Render render,
            List<Header> headers,
            Cookies cookies) {

        public Fetch {
            headers = headers == null ? List.of() : List.copyOf(headers);
            render = render == null ? Render.NEVER : render;
            cookies = cookies == null ? Cookies.IGNORE : cookies;
        }

        /** As the server sends it. */
        public Fetch(String userAgent, int timeoutSeconds, long maxBodyBytes, boolean obeyRobots, int cacheSeconds) {
            this(
                    userAgent,
                    timeoutSeconds,
                    maxBodyBytes,
                    obeyRobots,
                    cacheSeconds,
                    Render.NEVER,
                    List.of(),
                    Cookies.IGNORE);
        }
    }

    /** Whether pages are rendered by a browser before they are read. */
    public enum Render {
        NEVER,
        ALWAYS,
        /** Those that have nothing to read before their scripts have run. */
        AUTO
    }

    /** Whether what hosts set by Set-Cookie is sent with the crawl's following requests. */
    public enum Cookies {
        IGNORE,
        KEEP
    }

    /**
     * A header that is added to requests: one of both is given. A value of a Secret never comes into a plan.
     *
     * @param value goes to the origins of the seeds
     * @param secret goes to the hosts that the queue offers it for
     */
    public record Header(
            String name, @Nullable String value, @Nullable SecretKey secret) {}

    /** A key of a Secret of the job's namespace. */
    public record SecretKey(String name, String key) {}

    /** This job's own politeness; the host's shared budget holds as well. */
    public record Politeness(
            long delayMillis,
            int maxConcurrentPerHost,
            @Nullable Integer pagesPerMinute) {}

    /**
     * @param limit tries after the first
     * @param delaysSeconds fixed delays, the last one repeated; null: by back-off
     */
    public record Retry(
            int limit,
            int initialSeconds,
            double factor,
            int maxSeconds,
            @Nullable List<Integer> delaysSeconds) {
        public Retry {
            delaysSeconds = delaysSeconds == null ? null : List.copyOf(delaysSeconds);
        }
    }

    /**
     * The parts of a page's record besides title and language. What an older plan leaves out is not wanted.
     *
     * @param article the main text
     * @param product schema.org's Product, or Open Graph's
     */
    public record Extract(boolean metadata, boolean links, boolean article, boolean product, List<Field> fields) {
        public Extract {
            fields = fields == null ? List.of() : List.copyOf(fields);
        }
    }

    /**
     * A value by CSS selector.
     *
     * @param attribute null: the element's text
     * @param required a page without it is recorded with a warning
     */
    public record Field(
            String name, String selector, @Nullable String attribute, FieldType type, boolean list, boolean required) {}

    public enum FieldType {
        STRING,
        NUMBER,
        BOOLEAN,
        DATE,
        URL
    }

    /** The bounds of the result store in Redis. */
    public record Store(long maxRecords, long maxBytes) {}
}
