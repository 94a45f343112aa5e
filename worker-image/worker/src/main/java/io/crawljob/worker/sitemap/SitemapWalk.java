package io.crawljob.worker.sitemap;

import io.crawljob.engine.fetch.FailureClass.Retry;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.engine.sitemap.SitemapReader;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Want;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads all sitemaps of one site: those that robots.txt names, {@code /sitemap.xml}, and what their indexes name. Thread-safe; it keeps nothing. */
public final class SitemapWalk {

    private static final int MOST_SITEMAPS = 1_000;
    /** The protocol knows one level of index; sites do as they like. */
    private static final int MOST_LEVELS = 4;

    private final SitemapFetch fetch;
    private final SitemapReader reader;

    public SitemapWalk(SitemapFetch fetch, SitemapReader reader) {
        this.fetch = fetch;
        this.reader = reader;
    }

    /** @param listed by robots.txt or an index, so that its absence is worth a word */
    private record Next(CanonicalUrl url, int level, boolean listed) {}

    /** One walk's state. */
    private record Way(Deque<Next> queue, Set<CanonicalUrl> seen, List<String> warnings) {
        void add(Next next) {
            if (seen.size() < MOST_SITEMAPS && seen.add(next.url())) queue.add(next);
        }
    }

    /** @param last whether a failure that may pass is the item's last: then the walk goes on without that sitemap */
    public SitemapAnswer read(Want seed, RobotsRules rules, boolean last, SitemapSink sink)
            throws InterruptedException {
        var way = new Way(new ArrayDeque<>(), new HashSet<>(), new ArrayList<>());
        begin(seed.url(), rules, way);
        while (!way.queue().isEmpty()) {
            var next = way.queue().poll();
            switch (fetch.fetch(seed, next.url())) {
                case Asked.Refused refused -> {
                    return new SitemapAnswer.Refused(refused.askAgainIn(), refused.reason());
                }
                case Asked.Answered(FetchOutcome.Body body) -> {
                    if (!use(next, body, way, sink)) return new SitemapAnswer.Lost();
                }
                case Asked.Answered(FetchOutcome.Failed failed) -> {
                    var passes = failed.failure().retry() != Retry.NEVER;
                    if (passes && !last) return new SitemapAnswer.Failed(failed);
                    if (passes || next.listed()) way.warnings().add(warning(next, failed));
                }
                case Asked.Answered(FetchOutcome.RedirectTo to) ->
                    throw new IllegalStateException("a redirect that was not followed: " + to.target());
            }
        }
        return new SitemapAnswer.Done(way.warnings());
    }

    private static void begin(CanonicalUrl seed, RobotsRules rules, Way way) {
        var robots = CanonicalUrl.parse(seed.origin() + "/robots.txt").orElseThrow();
        for (var named : rules.sitemaps()) {
            var url = robots.resolve(named);
            if (url.isPresent()) way.add(new Next(url.get(), 1, true));
            else way.warnings().add("robots.txt names a sitemap that is no URL: " + named);
        }
        robots.resolve("/sitemap.xml").filter(rules::allows).ifPresent(url -> way.add(new Next(url, 1, false)));
    }

    private boolean use(Next next, FetchOutcome.Body body, Way way, SitemapSink sink) throws InterruptedException {
        var sitemap = reader.read(body.url(), body.bytes());
        sitemap.warnings().forEach(warning -> way.warnings().add(next.url() + ": " + warning));
        for (var child : sitemap.sitemaps()) {
            if (next.level() < MOST_LEVELS) way.add(new Next(child, next.level() + 1, true));
        }
        return sink.pages(sitemap.pages(), next.url());
    }

    private static String warning(Next next, FetchOutcome.Failed failed) {
        return "the sitemap %s was not read: %s, %s"
                .formatted(next.url(), failed.failure().word(), failed.message());
    }
}
