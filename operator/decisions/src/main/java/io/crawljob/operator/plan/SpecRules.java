package io.crawljob.operator.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.crawljob.crds.v1alpha1.Api;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.CrawlJobSpec.OnQueueLost;
import io.crawljob.crds.v1alpha1.CrawlJobSpec.Priority;
import io.crawljob.crds.v1alpha1.Fetch;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Retry;
import io.crawljob.crds.v1alpha1.Source;
import io.crawljob.crds.v1alpha1.Source.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules about a spec that need nothing but the spec. The schema knows most of them; a manifest without an API server in between does not pass it. */
final class SpecRules {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final long MOST_PAGES = 50_000_000;
    private static final long MOST_BODY_BYTES = 256L << 20;
    private static final long TEN_YEARS = 315_360_000;
    private static final int MOST_PATTERNS = 100;
    private static final int LONGEST_PATTERN = 1_024;

    private final CrawlJobSpec spec;
    private final PlanSettings settings;
    private final Problems problems;

    private SpecRules(CrawlJobSpec spec, PlanSettings settings, Problems problems) {
        this.spec = spec;
        this.settings = settings;
        this.problems = problems;
    }

    static void check(CrawlJobSpec spec, PlanSettings settings, Problems problems) {
        var rules = new SpecRules(spec, settings, problems);
        rules.job();
        rules.limits();
        rules.fetch(spec.fetch());
        rules.politeness();
        rules.retry(spec.retry());
        rules.patterns("spec.exclude", spec.exclude());
        FieldRules.check(spec.extract().fields(), problems);
        if (spec.source() != null && spec.source().site() != null)
            rules.site(spec.source().site());
    }

    private void job() {
        problems.longest("spec.queueName", spec.queueName(), Api.MAX_QUEUE_NAME);
        if (!NAME.matcher(spec.queueName()).matches()) {
            problems.invalid(
                    "spec.queueName",
                    "is %s; a queue's name has lower-case letters, digits, '-' and '.'"
                            .formatted(Problems.quoted(spec.queueName())));
        }
        known(spec.priority() != Priority.UNKNOWN, "spec.priority", "Low, Normal, High and Urgent");
        known(spec.onQueueLost() != OnQueueLost.UNKNOWN, "spec.onQueueLost", "StartOver and Fail");
        problems.range("spec.failure.maxFailedPercent", spec.failure().maxFailedPercent(), 0, 100);
        problems.range("spec.activeDeadlineSeconds", spec.activeDeadlineSeconds(), 1, TEN_YEARS);
        problems.range("spec.ttlSecondsAfterFinished", spec.ttlSecondsAfterFinished(), 0, TEN_YEARS);
        problems.longest("spec.rerun", spec.rerun(), PlanMapper.MAX_TOKEN);
        problems.longest("spec.retryFailed", spec.retryFailed(), PlanMapper.MAX_TOKEN);
    }

    private void limits() {
        problems.range("spec.limits.maxPages", spec.limits().maxPages(), 1, MOST_PAGES);
        problems.range("spec.limits.maxPagesPerHost", spec.limits().maxPagesPerHost(), 1, MOST_PAGES);
        problems.range("spec.limits.maxPagesPerSeed", spec.limits().maxPagesPerSeed(), 1, MOST_PAGES);
        sizeIfAny("spec.limits.maxSize", spec.limits().maxSize());
        sizeIfAny("spec.limits.maxSizePerHost", spec.limits().maxSizePerHost());
        sizeIfAny("spec.limits.maxSizePerSeed", spec.limits().maxSizePerSeed());
        problems.range("spec.output.store.maxRecords", spec.output().store().maxRecords(), 1, 100_000_000);
        size("spec.output.store.maxSize", spec.output().store().maxSize());
    }

    private void fetch(Fetch fetch) {
        problems.range("spec.fetch.timeoutSeconds", fetch.timeoutSeconds(), 1, 600);
        problems.range("spec.fetch.cacheSeconds", fetch.cacheSeconds(), 0, 2_592_000);
        size("spec.fetch.maxBodySize", fetch.maxBodySize());
        var body = Quantities.bytes(fetch.maxBodySize());
        if (body.isPresent() && body.getAsLong() > MOST_BODY_BYTES) {
            problems.invalid("spec.fetch.maxBodySize", "is %s; the limit is 256Mi".formatted(fetch.maxBodySize()));
        }
        known(fetch.robots() != Fetch.Robots.UNKNOWN, "spec.fetch.robots", "Obey and Ignore");
        known(fetch.render() != Fetch.Render.UNKNOWN, "spec.fetch.render", "Never, Always and Auto");
        if (fetch.robots() == Fetch.Robots.IGNORE && !settings.allowIgnoreRobots()) {
            problems.add(
                    Reason.POLICY_DENIED,
                    "spec.fetch.robots",
                    "is Ignore, which this operator does not allow: set Obey, or ask its administrator (CRAWL_ALLOW_IGNORE_ROBOTS)");
        }
        cookies(fetch);
        if (!fetch.userAgent().isEmpty()) {
            UserAgents.problem(fetch.userAgent()).ifPresent(it -> problems.invalid("spec.fetch.userAgent", it));
        }
    }

    private void cookies(Fetch fetch) {
        known(fetch.cookies() != Fetch.Cookies.UNKNOWN, "spec.fetch.cookies", "Ignore and Keep");
        if (fetch.cookies() != Fetch.Cookies.KEEP) return;
        if (fetch.render() != Fetch.Render.NEVER) {
            problems.invalid(
                    "spec.fetch.cookies",
                    "is Keep beside spec.fetch.render %s; a rendered page has a browser of its own without cookies: set Ignore, or render Never"
                            .formatted(fetch.render()));
        }
        if (fetch.cacheSeconds() > 0) {
            problems.invalid(
                    "spec.fetch.cacheSeconds",
                    "is %d beside spec.fetch.cookies Keep; what a job may see by its cookies is not kept for others: set one of both"
                            .formatted(fetch.cacheSeconds()));
        }
        for (var i = 0; i < fetch.headers().size(); i++) {
            if (!"cookie".equalsIgnoreCase(fetch.headers().get(i).name())) continue;
            problems.invalid(
                    "spec.fetch.headers[%d].name".formatted(i),
                    "is Cookie beside spec.fetch.cookies Keep; a request has one such header: set one of both");
        }
    }

    private void politeness() {
        var own = spec.politeness();
        problems.range("spec.politeness.delayMillis", own.delayMillis(), 0, 86_400_000);
        problems.range("spec.politeness.maxConcurrentPerHost", own.maxConcurrentPerHost(), 1, 1_000);
        problems.range("spec.politeness.pagesPerMinute", own.pagesPerMinute(), 1, 1_000_000);
    }

    private void retry(Retry retry) {
        problems.range("spec.retry.limit", retry.limit(), 0, 100);
        problems.most("spec.retry.delaysSeconds", retry.delaysSeconds(), 100);
        for (var i = 0; i < retry.delaysSeconds().size(); i++) {
            problems.range(
                    "spec.retry.delaysSeconds[%d]".formatted(i),
                    retry.delaysSeconds().get(i),
                    0,
                    604_800);
        }
        if (retry.backoff() == null) return;
        if (!retry.delaysSeconds().isEmpty()) {
            problems.invalid("spec.retry", "has backoff and delaysSeconds: keep one of them");
        }
        problems.range("spec.retry.backoff.initialSeconds", retry.backoff().initialSeconds(), 1, 86_400);
        problems.range("spec.retry.backoff.factor", retry.backoff().factor(), 1, 100);
        problems.range("spec.retry.backoff.maxSeconds", retry.backoff().maxSeconds(), 1, 604_800);
    }

    private void site(Site site) {
        known(site.within() != Source.Within.UNKNOWN, "spec.source.site.within", "Page, Prefix, Host, Domain and Any");
        known(site.sitemaps() != Source.Sitemaps.UNKNOWN, "spec.source.site.sitemaps", "Include, Only and Ignore");
        problems.range("spec.source.site.maxDepth", site.maxDepth(), 0, 10_000);
        patterns("spec.source.site.include", site.include());
    }

    private void patterns(String field, List<String> patterns) {
        problems.most(field, patterns, MOST_PATTERNS);
        for (var i = 0; i < patterns.size(); i++) {
            pattern("%s[%d]".formatted(field, i), patterns.get(i));
        }
    }

    private void pattern(String field, String pattern) {
        problems.longest(field, pattern, LONGEST_PATTERN);
        if (pattern.isEmpty()) problems.invalid(field, "is empty and would match every URL: leave it out");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.invalid(
                    field,
                    "is %s, which is not a regular expression of RE2 (%s): it knows no look-around and no back-references"
                            .formatted(Problems.quoted(pattern), e.getDescription()));
        }
    }

    private void sizeIfAny(String field, @Nullable String text) {
        if (text != null) size(field, text);
    }

    private void size(String field, String text) {
        if (Quantities.bytes(text).isEmpty()) {
            problems.invalid(
                    field,
                    "is %s; it has to be a whole, positive number of bytes, such as 10Mi"
                            .formatted(Problems.quoted(text)));
        }
    }

    private void known(boolean known, String field, String values) {
        if (!known) problems.invalid(field, "has a value that this version does not know: it knows " + values);
    }
}
