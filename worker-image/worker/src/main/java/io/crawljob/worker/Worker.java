package io.crawljob.worker;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.sitemap.SitemapReader;
import io.crawljob.worker.hand.Hands;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.hand.QueueShare;
import io.crawljob.worker.page.Discoveries;
import io.crawljob.worker.page.PageParts;
import io.crawljob.worker.page.PageWork;
import io.crawljob.worker.page.Reading;
import io.crawljob.worker.probe.Health;
import io.crawljob.worker.probe.WorkerMetrics;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.robots.RobotsBook;
import io.crawljob.worker.robots.RobotsFetch;
import io.crawljob.worker.settings.WorkerSettings;
import io.crawljob.worker.sitemap.SitemapFetch;
import io.crawljob.worker.sitemap.SitemapWalk;
import io.crawljob.worker.time.Sleeper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One worker. {@link #start} it, then {@link #drain} it, then {@link #close} it; closed without a drain it tells Redis nothing, as if its process had been
 * killed. Any number of workers can live in one process, each with a name of its own. Thread-safe.
 */
public final class Worker implements AutoCloseable {

    /**
     * What a worker is built over, and does not close; workers of one process may share all of it.
     *
     * @param browser null where there is none
     */
    public record Parts(
            QueuePorts queue, Fetcher fetcher, @Nullable Browser browser, MeterRegistry metrics, Clock clock) {}

    private final Health health;
    private final Requests requests;
    private final Discoveries discoveries;
    private final Reading reading = new Reading();
    private final Hands hands;

    public Worker(WorkerSettings settings, Parts parts) {
        var clock = parts.clock();
        var metrics = new WorkerMetrics(parts.metrics());
        health = new Health(clock);
        var share = new QueueShare(settings.queue());
        requests = new Requests(parts.queue(), parts.fetcher(), metrics, Sleeper.REAL, share);
        var robots = new RobotsBook(parts.queue().shared(), new RobotsFetch(requests), clock);
        var sitemaps = new SitemapWalk(new SitemapFetch(requests), new SitemapReader());
        discoveries = new Discoveries(parts.queue().frontier(), settings.worker());
        var pageParts = new PageParts(
                settings,
                parts.queue().frontier(),
                discoveries,
                requests,
                robots,
                parts.queue().shared(),
                sitemaps,
                reading,
                metrics,
                parts.browser(),
                clock);
        var work = new PageWork(pageParts, RandomGenerator.getDefault());
        hands = new Hands(settings, parts.queue(), work, new Hands.Probes(health, metrics), share);
    }

    public void start() {
        hands.start();
    }

    public Health health() {
        return health;
    }

    /** Items leased and not settled. */
    public int inHand() {
        return hands.inHand();
    }

    /**
     * Takes no more work, waits for what is in hand, and puts back, uncounted, what is not done in time. Returns how many were put back.
     *
     * @param grace how long what is in hand may go on; a few seconds for putting back come on top
     */
    public int drain(Duration grace) throws InterruptedException {
        return hands.drain(grace);
    }

    /** Ends at once. What is still in hand is leased again by others when its leases have run out. */
    @Override
    public void close() {
        hands.close();
        discoveries.close();
        reading.close();
        requests.close();
    }
}
