package io.crawljob.worker.page;

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

    private final Frontier frontier;
    private final WorkerMetrics metrics;
    private final String worker;
    private final Held item;
    private final JobPlan job;
    private final Map<String, Skipped> skipped = new LinkedHashMap<>();

    Discovering(Frontier frontier, WorkerMetrics metrics, String worker, Held item, JobPlan job) {
        this.frontier = frontier;
        this.metrics = metrics;
        this.worker = worker;
        this.item = item;
        this.job = job;
    }

    /**
     * @param depth of the URLs
     * @param parent what named them
     * @return false when the item is not this worker's any more
     */
    public boolean discover(List<CanonicalUrl> urls, int depth, CanonicalUrl parent) {
        var items = new ArrayList<NewItem>();
        for (var url : urls) {
            switch (job.scope().decide(url, depth)) {
                case Decision.In() -> items.add(newItem(url, depth, parent));
                case Decision.Out(var rule) -> skip(rule.word(), url);
            }
        }
        return send(items);
    }

    /** Where the item's own URL led, in scope already. */
    boolean discoverTarget(CanonicalUrl target, CanonicalUrl from) {
        return send(List.of(newItem(target, item.lease().depth(), from)));
    }

    void skip(String rule, CanonicalUrl url) {
        skipped.merge(
                rule, new Skipped(1, url.toString()), (some, one) -> new Skipped(some.count() + 1, some.sample()));
    }

    Map<String, Skipped> skipped() {
        return skipped;
    }

    private static NewItem newItem(CanonicalUrl url, int depth, CanonicalUrl parent) {
        var payload = new PageItem(url.toString(), parent.toString(), false).encode();
        return new NewItem(url.lane(), url.fingerprint(), depth, payload);
    }

    private boolean send(List<NewItem> items) {
        for (var from = 0; from < items.size(); from += Frontier.MAX_LINKS) {
            var chunk = items.subList(from, Math.min(items.size(), from + Frontier.MAX_LINKS));
            var discovery = frontier.discover(item.lease().token(), worker, List.copyOf(chunk));
            if (discovery.verdict() != Verdict.ACCEPTED) return false;
            metrics.admitted(discovery.admitted());
        }
        return true;
    }
}
