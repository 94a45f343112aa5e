package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.engine.scope.Decision;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Frontier;
import io.crawljob.queue.Frontier.Skipped;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Verdict;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.probe.WorkerMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings URLs that an item named to its job's frontier: those in scope, in chunks; the others are counted by rule. For one item. */
public final class Discovering {

    private final Discoveries discoveries;
    private final WorkerMetrics metrics;
    private final LinkMemory memory;
    private final Held item;
    private final JobPlan job;
    private final long place;
    private final Map<String, Skipped> skipped = new LinkedHashMap<>();
    private Obeyed obeyed = new Obeyed("", RobotsRules.allowAll());

    /** @param rules of robots.txt at the origin */
    private record Obeyed(String origin, RobotsRules rules) {
        boolean forbid(CanonicalUrl url) {
            return url.origin().equals(origin) && !rules.allows(url);
        }
    }

    Discovering(PageParts parts, LinkMemory memory, Held item, JobPlan job) {
        this.discoveries = parts.discoveries();
        this.metrics = parts.metrics();
        this.memory = memory;
        this.item = item;
        this.job = job;
        this.place = KnownLinks.place(item.lease().token().job(), item.epoch());
    }

    /** The origin at which this item has just asked for robots.txt: what its pages name there need not be leased to be forbidden. */
    void obey(String origin, RobotsRules rules) {
        obeyed = new Obeyed(origin, rules);
    }

    /**
     * @param depth of the URLs
     * @param parent what named them
     * @return false when the item is not this worker's any more
     */
    public boolean discover(List<CanonicalUrl> urls, int depth, CanonicalUrl parent) throws InterruptedException {
        var items = new ArrayList<NewItem>();
        for (var url : urls) {
            if (memory.known().has(place, url.fingerprint())) continue;
            if (memory.traps().holds(place, url)) {
                skip(Traps.RULE, url);
                continue;
            }
            switch (job.scope().decide(url, depth)) {
                case Decision.In() -> items.add(newItem(url, depth, parent));
                case Decision.Out(var rule) -> skip(rule.word(), url);
            }
        }
        return send(items);
    }

    /** Where the item's own URL led, in scope already. */
    boolean discoverTarget(CanonicalUrl target, CanonicalUrl from) throws InterruptedException {
        return send(List.of(newItem(target, item.lease().depth(), from)));
    }

    /** Whether {@link #read} may learn anything from a page's likeness. */
    boolean asksLikeness(CanonicalUrl url) {
        return memory.traps().asks(place, url);
    }

    /** A page was read: it may show that its URLs are a trap. */
    void read(CanonicalUrl url, long likeness) {
        memory.traps().read(place, url, likeness);
    }

    void skip(String rule, CanonicalUrl url) {
        skipped.merge(
                rule, new Skipped(1, url.toString()), (some, one) -> new Skipped(some.count() + 1, some.sample()));
    }

    Map<String, Skipped> skipped() {
        return skipped;
    }

    private NewItem newItem(CanonicalUrl url, int depth, CanonicalUrl parent) {
        var payload = new PageItem(url.toString(), parent.toString(), false).encode();
        var rule = obeyed.forbid(url) ? FailureClass.ROBOTS_DENIED.word() : null;
        return new NewItem(url.lane(), url.fingerprint(), depth, payload, rule);
    }

    private boolean send(List<NewItem> items) throws InterruptedException {
        for (var from = 0; from < items.size(); from += Frontier.MAX_LINKS) {
            var chunk = items.subList(from, Math.min(items.size(), from + Frontier.MAX_LINKS));
            var discovery = discoveries.discover(new Frontier.Found(item.lease().token(), chunk));
            if (discovery.verdict() != Verdict.ACCEPTED) return false;
            // What is over a limit has no mark, and is offered again: the limit may be raised.
            if (discovery.overLimit() == 0) chunk.forEach(link -> memory.known().add(place, link.id()));
            metrics.admitted(discovery.admitted());
        }
        return true;
    }
}
