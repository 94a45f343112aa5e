package io.crawljob.operator.job;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.progress.JobFile;
import io.crawljob.queue.Allowance;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.NewItem;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided. Each step is safe to repeat, so whatever stops this between two of them does no harm. */
final class Steps {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Jobs jobs;
    private final Purge purge;
    private final KubernetesClient client;

    Steps(Jobs jobs, Purge purge, KubernetesClient client) {
        this.jobs = jobs;
        this.purge = purge;
        this.client = client;
    }

    /** @return whether it was carried out in full; if not, the rest of the list is to be decided anew */
    boolean carryOut(Step step, CrawlJob job, JobFile file) {
        // Its resource is gone: what is made now nobody would take away before the sweep.
        if (file.gone()) return false;
        return switch (step) {
            case Step.Purge(JobKey key) -> purge.all(key);
            case Step.Open open -> open(open);
            case Step.Allow(JobKey key, Allowance allowance) -> done(() -> jobs.allow(key, allowance));
            case Step.Suspend(JobKey key) -> done(() -> jobs.suspend(key));
            case Step.Resume(JobKey key) -> done(() -> jobs.resume(key));
            case Step.Seed(JobKey key, List<NewItem> seeds) -> seed(key, seeds);
            case Step.Seeded(JobKey key) -> done(() -> jobs.seeded(key));
            case Step.Cancel(JobKey key) -> done(() -> jobs.cancel(key));
            case Step.Redrive redrive -> done(() -> jobs.redrive(redrive.job(), redrive.failureClass(), redrive.run()));
            case Step.Finish(JobKey key) -> jobs.finish(key) instanceof Jobs.Finish.Closed;
            case Step.DeleteResource delete -> delete(job);
        };
    }

    private boolean open(Step.Open open) {
        var opened = jobs.open(open.plan());
        return switch (opened) {
            case CREATED, UPDATED -> {
                LOG.info(
                        "opened job {}, generation {}, run {}",
                        open.plan().job(),
                        open.plan().generation(),
                        open.plan().run());
                yield true;
            }
            case UNCHANGED -> true;
            case STALE, OCCUPIED -> {
                LOG.warn(
                        "job {} was not opened for generation {}, run {}: {}",
                        open.plan().job(),
                        open.plan().generation(),
                        open.plan().run(),
                        opened);
                yield false;
            }
        };
    }

    private boolean seed(JobKey key, List<NewItem> seeds) {
        for (var from = 0; from < seeds.size(); from += Jobs.MAX_SEEDS) {
            jobs.seed(key, seeds.subList(from, Math.min(from + Jobs.MAX_SEEDS, seeds.size())));
        }
        return true;
    }

    /** By version, so that one that was made anew under the same name stays. */
    private boolean delete(CrawlJob job) {
        LOG.info(
                "deleting CrawlJob {}/{}: its time after the end is over",
                job.getMetadata().getNamespace(),
                job.getMetadata().getName());
        client.resource(job).lockResourceVersion().delete();
        return true;
    }

    private static boolean done(Runnable step) {
        step.run();
        return true;
    }
}
