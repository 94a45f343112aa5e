package io.crawljob.worker.page;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.page.Page;
import io.crawljob.engine.scope.Decision;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Gate;
import io.crawljob.queue.Outcome;
import io.crawljob.worker.request.Asked;
import io.crawljob.worker.request.Requests;
import io.crawljob.worker.request.Want;
import io.crawljob.worker.robots.RobotsAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page's way over its redirects to its end. For one visit. */
final class Walk {

    private static final int MOST_REDIRECTS = 10;
    static final String NO_INDEX = "NoIndex";
    static final String NO_FOLLOW = "NoFollow";

    private final PageParts parts;
    private final Judgement judgement;
    private final Showing showing;
    private final Visit visit;
    private final Discovering discovering;
    private final PageCache cache;
    /** With what cookies each was asked for: a page that only sets one leads back to where it was asked for. */
    private final Map<CanonicalUrl, String> seen = new HashMap<>();

    private final List<String> warnings = new ArrayList<>();

    /** Who judges answers, and shows pages. */
    record Judges(Judgement judgement, Showing showing) {}

    /** What comes after a hop. */
    private sealed interface Step {
        record End(Outcome outcome) implements Step {}

        record Next(CanonicalUrl url) implements Step {}
    }

    Walk(PageParts parts, Judges judges, Visit visit, Discovering discovering) {
        this.parts = parts;
        this.judgement = judges.judgement();
        this.showing = judges.showing();
        this.visit = visit;
        this.discovering = discovering;
        this.cache = new PageCache(parts.shared(), parts.clock());
    }

    /** What the page's record is to say besides. */
    void warn(List<String> more) {
        warnings.addAll(more);
    }

    Outcome end() throws InterruptedException {
        var url = visit.url();
        seen.put(url, visit.cookies(url));
        for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
            switch (step(url, hop)) {
                case Step.End(var outcome) -> {
                    return outcome;
                }
                case Step.Next(var next) -> url = next;
            }
        }
        return dead(FailureClass.REDIRECT, "more than %d redirects, the last to %s".formatted(MOST_REDIRECTS, url));
    }

    private Step step(CanonicalUrl url, int hop) throws InterruptedException {
        var forbidden = robots(url);
        if (forbidden.isPresent()) return new Step.End(forbidden.get());
        var kept = cache.find(visit.plan(), url);
        if (kept.isPresent() && kept.get().fresh()) {
            return show(kept.get().body(), kept.get().page().fetchedAt(), true);
        }
        var want = visit.want(url);
        return switch (ask(kept.isPresent() ? want.unless(kept.get().body()) : want, hop)) {
            case Asked.Refused refused -> new Step.End(hop == 0 ? refused(refused) : moveOn(url));
            case Asked.Answered(FetchOutcome.Body body) -> {
                cache.keep(visit.plan(), body);
                yield show(body, parts.clock().instant(), false);
            }
            case Asked.Answered(FetchOutcome.Failed failed) ->
                new Step.End(judgement.failed(visit.plan(), visit.lease(), failed));
            case Asked.Answered(FetchOutcome.RedirectTo to) -> towards(to.target());
        };
    }

    private Step show(FetchOutcome.Body body, Instant fetchedAt, boolean cached) throws InterruptedException {
        return switch (showing.show(visit, body)) {
            case Shown.Page(var page, var rendered, var notes) -> {
                warnings.addAll(notes);
                yield new Step.End(read(page, new Records.Notes(fetchedAt, cached, rendered, warnings)));
            }
            // As by a redirect.
            case Shown.Elsewhere(var target) -> towards(target);
            case Shown.Ended(var outcome) -> new Step.End(outcome);
        };
    }

    private Step towards(CanonicalUrl target) throws InterruptedException {
        return follow(target).<Step>map(Step.End::new).orElseGet(() -> new Step.Next(target));
    }

    /** What was begun waits for its host's pace in hand: put back, a seed would read all of its sitemaps again. The next hop of a redirect can be an item too. */
    private Asked ask(Want want, int hop) throws InterruptedException {
        if (visit.readsSitemaps()) return parts.requests().askPatiently(want, Requests.LONGEST_WAIT);
        return hop > 0
                ? parts.requests().askPatiently(want, Gate.HORIZON)
                : parts.requests().ask(want);
    }

    private Optional<Outcome> robots(CanonicalUrl url) throws InterruptedException {
        if (!visit.plan().fetch().obeyRobots()) return Optional.empty();
        var answer = parts.robots().rules(visit.want(url));
        if (answer instanceof RobotsAnswer.Rules(var rules)) {
            discovering.obey(url.origin(), rules);
            if (!rules.allows(url)) return Optional.of(new Outcome.Excluded(FailureClass.ROBOTS_DENIED.word()));
        }
        return judgement.robots(visit.plan(), visit.lease(), answer);
    }

    private Outcome refused(Asked.Refused refused) {
        return judgement.refused(visit.plan(), visit.lease(), refused.reason(), refused.askAgainIn());
    }

    /** Empty when the next hop may be made here: it is in scope, new, and within the item's lane. */
    private Optional<Outcome> follow(CanonicalUrl target) throws InterruptedException {
        if (visit.job().scope().decideRedirect(target, visit.lease().depth()) instanceof Decision.Out(var rule)) {
            return Optional.of(new Outcome.Excluded(rule.word()));
        }
        var cookies = visit.cookies(target);
        if (cookies.equals(seen.put(target, cookies))) {
            return Optional.of(dead(FailureClass.REDIRECT, "redirects in a circle to " + target));
        }
        return target.lane().equals(visit.url().lane()) ? Optional.empty() : Optional.of(moveOn(target));
    }

    /** The target becomes an item of its own. */
    private Outcome moveOn(CanonicalUrl target) throws InterruptedException {
        return discovering.discoverTarget(target, visit.url()) ? new Outcome.Redirected() : lost();
    }

    private Outcome read(FetchOutcome.Body body, Records.Notes notes) throws InterruptedException {
        judgement.answered(visit.lease());
        var page = parts.reading().read(visit.job().reader(), body, discovering.asksLikeness(body.url()));
        if (page.likeness() != null) discovering.read(body.url(), page.likeness());
        if (!discovering.discover(links(page), visit.lease().depth() + 1, body.url())) return lost();
        if (page.noindex()) return new Outcome.Excluded(NO_INDEX);
        warnings.addAll(page.warnings());
        var record = Records.write(visit, body, page, notes);
        var moved = !body.url().equals(visit.url());
        return new Outcome.Fetched(
                body.bytes().length, record, moved ? body.url().fingerprint() : null);
    }

    private List<CanonicalUrl> links(Page page) {
        var urls = new LinkedHashSet<CanonicalUrl>();
        if (!visit.job().scope().followsLinks()) return List.of();
        for (var link : page.links()) {
            if (page.nofollow() || link.nofollow()) {
                discovering.skip(NO_FOLLOW, link.url());
            } else {
                urls.add(link.url());
            }
        }
        if (page.canonicalUrl() != null) urls.add(page.canonicalUrl());
        if (page.refreshUrl() != null && !page.nofollow()) urls.add(page.refreshUrl());
        urls.removeAll(seen.keySet());
        return List.copyOf(urls);
    }

    private static Outcome dead(FailureClass failure, String message) {
        return new Outcome.Dead(failure.word(), message, true);
    }

    /** Another worker has the item: what is said of it here is refused. */
    private static Outcome lost() {
        return new Outcome.PutBack(Duration.ZERO);
    }
}
