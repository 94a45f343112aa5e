package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.Extract;
import io.crawljob.crds.v1alpha1.Fetch;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.crds.v1alpha1.Retry.Backoff;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.crawljob.queue.Plan;
import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.Priority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a job's plan, or says all that is wrong with its spec. Pure; the answer depends on nothing but the arguments. */
public final class PlanMapper {

    /** Problems and warnings that are told at the most; one more line counts the rest. */
    public static final int MAX_PROBLEMS = 20;

    /** Characters of {@code rerun} and {@code retryFailed} at the most. */
    public static final int MAX_TOKEN = 63;

    private PlanMapper() {}

    public static Validated map(CrawlJob job, PlanSettings settings, References references) {
        var spec = job.getSpec();
        var problems = new Problems();
        if (spec == null) {
            problems.invalid("spec", "is missing: a crawl needs at least spec.source");
            return problems.rejection().orElseThrow();
        }
        SpecRules.check(spec, settings, problems);
        NotSupported.check(spec, problems);
        Headers.check(spec, references, problems);
        if (!references.queueExists()) {
            problems.add(
                    Reason.QUEUE_NOT_FOUND,
                    "spec.queueName",
                    "names CrawlQueue %s, which is not in this namespace: create it, or name another; the crawl begins by itself"
                            .formatted(spec.queueName()));
        }
        if (references.queueExists() && !references.browser() && renders(spec.fetch())) {
            problems.add(
                    Reason.POLICY_DENIED,
                    "spec.fetch.render",
                    "is %s, and the workers of CrawlQueue %s have no browser: set spec.workers.browser of the queue to true, or name a queue that has it; the crawl begins by itself"
                            .formatted(spec.fetch().render(), spec.queueName()));
        }
        var seeds = Seeds.read(spec.source(), references, problems);
        var rejected = problems.rejection();
        if (rejected.isPresent()) return rejected.get();
        return accepted(job, spec, settings, seeds);
    }

    private static boolean renders(Fetch fetch) {
        return switch (fetch.render()) {
            case ALWAYS, AUTO -> true;
            case NEVER, UNKNOWN -> false;
        };
    }

    private static Validated accepted(CrawlJob job, CrawlJobSpec spec, PlanSettings settings, Seeds seeds) {
        var scope = Scopes.of(spec, seeds);
        var checked = Scopes.keepInside(scope, seeds);
        if (checked.rejection().isPresent()) return checked.rejection().get();
        var metadata = job.getMetadata();
        var fetch = fetch(spec, settings);
        var limits = limits(spec);
        var plan = new Plan(
                PlanCodec.least(fetch, limits),
                new JobKey(metadata.getNamespace(), metadata.getUid()),
                metadata.getName(),
                spec.queueName(),
                metadata.getGeneration() == null ? 1 : metadata.getGeneration(),
                1,
                Priority.valueOf(spec.priority().name()),
                scope,
                limits,
                fetch,
                politeness(spec),
                retry(spec),
                extract(spec.extract()),
                new Plan.Store(
                        spec.output().store().maxRecords(),
                        bytes(spec.output().store().maxSize())));
        var warnings = new ArrayList<>(seeds.warnings());
        warnings.addAll(checked.warnings());
        return new Validated.Accepted(plan, items(checked.inside(), scope.sitemaps()), warnings);
    }

    private static List<NewItem> items(List<CanonicalUrl> seeds, Plan.Sitemaps sitemaps) {
        var origins = new HashSet<String>();
        return seeds.stream()
                .map(seed -> {
                    var reads = sitemaps != Plan.Sitemaps.IGNORE && origins.add(seed.origin());
                    var payload = new PageItem(seed.toString(), null, reads).encode();
                    return new NewItem(seed.lane(), seed.fingerprint(), 0, payload);
                })
                .toList();
    }

    private static Plan.Limits limits(CrawlJobSpec spec) {
        var limits = spec.limits();
        return new Plan.Limits(
                limits.maxPages(),
                limits.maxPagesPerHost(),
                size(limits.maxSize()),
                size(limits.maxSizePerHost()),
                limits.maxPagesPerSeed(),
                size(limits.maxSizePerSeed()));
    }

    private static Plan.Fetch fetch(CrawlJobSpec spec, PlanSettings settings) {
        var fetch = spec.fetch();
        return new Plan.Fetch(
                fetch.userAgent().isEmpty() ? settings.userAgent() : fetch.userAgent(),
                fetch.timeoutSeconds(),
                bytes(fetch.maxBodySize()),
                fetch.robots() == Fetch.Robots.OBEY,
                fetch.cacheSeconds(),
                Plan.Render.valueOf(fetch.render().name()),
                Headers.of(spec),
                Plan.Cookies.valueOf(fetch.cookies().name()));
    }

    private static Plan.Extract extract(Extract extract) {
        var fields = extract.fields().stream().map(PlanMapper::field).toList();
        return new Plan.Extract(extract.metadata(), extract.links(), extract.article(), extract.product(), fields);
    }

    private static Plan.Field field(Extract.Field field) {
        return new Plan.Field(
                Objects.requireNonNull(field.name()),
                Objects.requireNonNull(field.selector()),
                field.attribute(),
                Plan.FieldType.valueOf(field.type().name()),
                field.list(),
                field.required());
    }

    /** What the job leaves out adds nothing to the host's budget, which holds as well. */
    private static Plan.Politeness politeness(CrawlJobSpec spec) {
        var own = spec.politeness();
        return new Plan.Politeness(
                own.delayMillis() == null ? 0 : own.delayMillis(),
                own.maxConcurrentPerHost() == null ? Integer.MAX_VALUE : own.maxConcurrentPerHost(),
                own.pagesPerMinute());
    }

    private static Plan.Retry retry(CrawlJobSpec spec) {
        var retry = spec.retry();
        var backoff = retry.backoff() == null ? Backoff.DEFAULT : retry.backoff();
        return new Plan.Retry(
                retry.limit(),
                backoff.initialSeconds(),
                backoff.factor(),
                backoff.maxSeconds(),
                retry.delaysSeconds().isEmpty() ? null : retry.delaysSeconds());
    }

    private static @Nullable Long size(@Nullable String quantity) {
        return quantity == null ? null : bytes(quantity);
    }

    private static long bytes(String quantity) {
        return Quantities.bytes(quantity).orElseThrow();
    }
}
