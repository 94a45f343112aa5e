package io.crawljob.operator.status;

import static io.crawljob.operator.status.Projections.counted;
import static io.crawljob.operator.status.Projections.has;
import static io.crawljob.operator.status.Projections.project;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJobStatus.Phase;
import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.queue.Complaint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a crawl waits for when it is its workers. */
class WorkersWaitTest {

    @Test
    void waitsForWorkersWithTheKubeletsOwnWords() {
        var pod = new WorkersView.Pod(
                "crawl-default-1", false, 0, null, "ImagePullBackOff", "Back-off pulling image \"x/y:1\"", null);
        var stuck = new WorkersView(1, 0, null, null, List.of(pod));

        var status = project(Given.job(""), counted(Counts.running().waiting(5)), Given.queue(stuck));

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        has(status, ConditionType.WORKERS_READY, Status.FALSE, Reason.IMAGE_PULL_FAILED);
        assertThat(status.message()).contains("ImagePullFailed").contains("Back-off pulling image \"x/y:1\"");
        assertThat(status.phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void carriesUpWhyWorkersCannotWorkByThePlan() {
        var status = project(
                Given.job(""),
                counted(Counts.running()
                        .waiting(5)
                        .complaint(Complaint.Kind.PLAN, "version 2; update the worker image")));

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        assertThat(status.message())
                .isEqualTo("waits for workers that can read its plan: version 2; update the worker image");
    }

    @Test
    void saysThatWorkersHaveNoBrowserAndNoLongerThanThat() {
        var none = Counts.running().waiting(5).complaint(Complaint.Kind.BROWSER, "set it");
        var status = project(Given.job(""), counted(none));

        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        assertThat(status.message()).isEqualTo("waits for workers with a browser: set it");
        has(
                project(Given.job(""), counted(Counts.running().waiting(5))),
                ConditionType.PROGRESSING,
                Status.TRUE,
                Reason.CRAWLING);
    }

    @Test
    void aSecretThatIsMissingShowsAsTheKubeletsWouldAndGoesAgain() {
        var missing =
                Counts.running().waiting(5).complaint(Complaint.Kind.SECRET, "Secret api has no key token: create it");

        var status = project(Given.job(""), counted(missing));

        has(status, ConditionType.WORKERS_READY, Status.FALSE, Reason.SECRET_MISSING);
        has(status, ConditionType.PROGRESSING, Status.FALSE, Reason.WAITING_FOR_WORKERS);
        assertThat(status.message())
                .isEqualTo("waits for workers: SecretMissing: Secret api has no key token: create it");
        has(
                project(Given.job(""), counted(Counts.running().waiting(5))),
                ConditionType.WORKERS_READY,
                Status.TRUE,
                Reason.WORKERS_READY);
    }
}
