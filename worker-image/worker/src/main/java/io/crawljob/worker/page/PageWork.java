package io.crawljob.worker.page;

import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.robots.RobotsRules;
import io.crawljob.engine.scope.Decision;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.PageItem;
import io.crawljob.worker.hand.Held;
import io.crawljob.worker.hand.ItemWork;
import io.crawljob.worker.hand.Result;
import io.crawljob.worker.header.HeaderBook;
import io.crawljob.worker.header.JobHeaders;
import io.crawljob.worker.job.Complaints;
import io.crawljob.worker.job.JobPlan;
import io.crawljob.worker.job.Plans;
import io.crawljob.worker.robots.RobotsAnswer;
import io.crawljob.worker.sitemap.SitemapAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Takes a page from its item to its end. Thread-safe. */
public final class PageWork implements ItemWork {

    private static final Duration NO_PLAN_PAUSE = Duration.ofSeconds(10);
    private static final Duration NO_BROWSER_PAUSE = Duration.ofSeconds(5);
    /** Such as an older worker, beside those of a queue that has got its browsers only now. */
    private static final String NO_BROWSER =
            "the job renders its pages (spec.fetch.render), and a worker has none: set spec.workers.browser of the queue; the crawl goes on by itself";

    private static final int SITEMAP_DEPTH = 1;

    private final PageParts parts;
    private final Plans plans;
    private final Complaints complaints;
    private final HeaderBook headers;
    private final Judgement judgement;
    private final Showing showing;
    private final LinkMemory memory = new LinkMemory(new KnownLinks(), new Traps());

    public PageWork(PageParts parts, RandomGenerator random) {
        this.parts = parts;
        this.complaints = new Complaints(parts.frontier());
        this.plans = new Plans(parts.frontier(), complaints, new ParseBudget());
        this.headers = new HeaderBook(parts.settings().reach().secrets(), parts.clock());
        this.judgement = new Judgement(parts.clock(), parts.settings().limitedFor(), random);
        this.showing = new Showing(parts, judgement);
    }

    @Override
    public Result work(Held item) throws InterruptedException {
        var job = plans.plan(item.lease().token().job(), item.generation());
        // A job that is gone takes no settlement either; a plan of a newer version waits for a newer worker.
        if (job.isEmpty()) return Result.of(new Outcome.PutBack(NO_PLAN_PAUSE));
        return switch (headers.find(job.get())) {
            case HeaderBook.Found.All(var all) -> work(item, job.get(), all);
            case HeaderBook.Found.Missing(var why) -> {
                complaints.say(item.lease().token().job(), new Complaint(Complaint.Kind.SECRET, why));
                yield Result.of(new Outcome.PutBack(NO_PLAN_PAUSE));
            }
        };
    }

    private Result work(Held item, JobPlan job, JobHeaders given) throws InterruptedException {
        var page = PageItem.decode(item.lease().payload());
        var url = CanonicalUrl.parse(page.url())
                .orElseThrow(() -> new IllegalStateException("the item's URL is not canonical: " + page.url()));
        return work(new Visit(item, job, given, page, url));
    }

    private Result work(Visit visit) throws InterruptedException {
        // The plan may have changed since it was admitted. A redirect's target is judged as one, hence the wider
        // question.
        if (visit.job().scope().decideRedirect(visit.url(), visit.lease().depth()) instanceof Decision.Out(var rule)) {
            return Result.of(new Outcome.Excluded(rule.word()));
        }
        if (!showing.can(visit.plan())) {
            complaints.say(visit.plan().job(), new Complaint(Complaint.Kind.BROWSER, NO_BROWSER));
            return Result.of(new Outcome.PutBack(NO_BROWSER_PAUSE));
        }
        var discovering = new Discovering(parts, memory, visit.item(), visit.job());
        var walk = new Walk(parts, new Walk.Judges(judgement, showing), visit, discovering);
        if (visit.readsSitemaps()) {
            var ended = readSitemaps(visit, walk, discovering);
            if (ended.isPresent()) return new Result(ended.get(), discovering.skipped());
        }
        return new Result(walk.end(), discovering.skipped());
    }

    /** Empty when the seed itself is to be fetched now. */
    private Optional<Outcome> readSitemaps(Visit visit, Walk walk, Discovering discovering)
            throws InterruptedException {
        var robots = parts.robots().rules(visit.want(visit.url()));
        var without = judgement.robots(visit.plan(), visit.lease(), robots);
        if (without.isPresent() && visit.plan().fetch().obeyRobots()) return without;
        var rules = robots instanceof RobotsAnswer.Rules(var known) ? known : RobotsRules.allowAll();
        if (visit.plan().fetch().obeyRobots()) discovering.obey(visit.url().origin(), rules);
        var last = visit.lease().attempt() >= visit.plan().retry().limit();
        var answer = parts.sitemaps().read(visit.want(visit.url()), rules, last, (urls, sitemap) -> {
            return discovering.discover(urls, SITEMAP_DEPTH, sitemap);
        });
        return switch (answer) {
            case SitemapAnswer.Done(List<String> warnings) -> {
                walk.warn(warnings);
                yield Optional.empty();
            }
            case SitemapAnswer.Refused(var askAgainIn, var reason) ->
                Optional.of(judgement.refused(visit.plan(), visit.lease(), reason, askAgainIn));
            case SitemapAnswer.Failed(var failure) ->
                Optional.of(judgement.failed(visit.plan(), visit.lease(), failure));
            case SitemapAnswer.Lost() -> Optional.of(new Outcome.PutBack(Duration.ZERO));
        };
    }
}
