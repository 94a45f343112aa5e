package io.crawljob.worker.page;

import io.crawljob.engine.browser.Browser;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.SharedState;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.robots.RobotsBook;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.sitemap.SitemapWalk;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What the work on a page asks of others.
 *
 * @param browser null where there is none
 */
public record PageParts(
        WorkerSettings settings,
        Frontier frontier,
        Discoveries discoveries,
        Requests requests,
        RobotsBook robots,
        SharedState shared,
        SitemapWalk sitemaps,
        Reading reading,
        WorkerMetrics metrics,
        @Nullable Browser browser,
        Clock clock) {}
