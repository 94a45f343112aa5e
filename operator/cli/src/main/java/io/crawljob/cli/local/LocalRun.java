package io.crawljob.cli.local;

import io.crawljob.cli.Exit;
import io.crawljob.cli.Stop;
import io.crawljob.cli.manifest.Manifest;
import io.crawljob.cli.manifest.Problem;
import io.crawljob.cli.manifest.Resources;
import io.crawljob.cli.progress.Display;
import io.crawljob.cli.progress.Ending;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.plan.Validated;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.RedisQueue;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One run of a manifest, from opening its folder to its exit code: builds what the crawl needs, and puts it away in reverse. */
final class LocalRun {

    private final Manifest manifest;
    private final RunOptions options;
    private final Display display;
    private final Consumer<Problem> problems;
    private final Clock clock;

    LocalRun(Manifest manifest, RunOptions options, Display display, Consumer<Problem> problems, Clock clock) {
        this.manifest = manifest;
        this.options = options;
        this.display = display;
        this.problems = problems;
        this.clock = clock;
    }

    /** @throws IOException when the folder or its Redis cannot be used; the message says why */
    Exit run(Stop stop) throws IOException, InterruptedException {
        try (var folder = RunFolder.open(options.folder())) {
            return switch (Identity.apply(manifest, folder.lastJob(), clock)) {
                case Identity.Refused refused -> tell(refused.problems());
                case Identity.Applied applied -> run(applied.job(), folder, stop);
            };
        }
    }

    private Exit run(CrawlJob job, RunFolder folder, Stop stop) throws IOException, InterruptedException {
        if (NextSteps.isSettled(job)) {
            display.say("%s has finished before: %s".formatted(job.getMetadata().getName(), Ending.describe(job)));
            display.say(
                    "Its records are in %s. To crawl again, give spec.rerun a new value, or choose another folder with --out."
                            .formatted(folder.records()));
            return Ending.exit(job);
        }
        var missing = new ArrayList<>(LocalSecrets.missing(manifest, job, options.secrets()));
        missing.addAll(LocalSites.of(manifest).problems());
        return switch (Judgement.of(manifest, job)) {
            case Judgement.Invalid invalid -> tell(invalid.problems());
            case Judgement.Valid _ when !missing.isEmpty() -> tell(missing);
            case Judgement.Valid(var accepted) -> {
                if (LocalBrowser.isNeeded(accepted.plan())
                        && LocalBrowser.program().isEmpty()) {
                    yield tell(List.of(manifest.source().problem("spec.fetch.render", LocalBrowser.missing())));
                }
                accepted.warnings().forEach(warning -> display.say("warning: " + warning));
                yield crawl(job, accepted, folder, stop);
            }
        };
    }

    private Exit crawl(CrawlJob job, Validated.Accepted plan, RunFolder folder, Stop stop)
            throws IOException, InterruptedException {
        stop.listen();
        folder.write(job);
        var metadata = job.getMetadata();
        var queueKey = new QueueKey(metadata.getNamespace(), job.getSpec().queueName());
        var queueSpec = queueSpec();
        try (var server = QueueServer.open(folder, options.redis(), metadata.getUid());
                var queue = RedisQueue.connect(server.settings());
                var fetcher = new Fetcher(LocalSites.of(manifest).access());
                var browser = LocalBrowser.open(plan.plan(), clock);
                var records = new Records(folder, queue.jobs(), plan.plan().job());
                var workers = new LocalWorkers(
                        new LocalWorkers.Whose(queueKey, LocalSecrets.of(queueSpec, options.secrets())),
                        server.settings(),
                        queueSpec,
                        LocalWorkers.parts(queue, fetcher, browser, clock))) {
            Politeness.publish(manifest, options.allowPrivate(), queue.shared(), clock.instant());
            var own = new LocalQueue(queueKey, queueSpec, queue.gate());
            own.publish(queue.jobs());
            workers.takeOver(queue.jobs());
            var scale = new LocalScale(queueSpec, options.workers());
            var loop = new CrawlLoop(
                    new CrawlLoop.Parts(queue.jobs(), records, workers, scale, display, clock), folder, plan, own);
            return loop.run(job, stop);
        }
    }

    private CrawlQueueSpec queueSpec() {
        return manifest.queueIfAny()
                .map(queue -> queue.getSpec())
                .orElseGet(() -> Resources.read("{}", CrawlQueueSpec.class));
    }

    private Exit tell(List<Problem> found) {
        found.forEach(problems);
        return Exit.USAGE;
    }
}
