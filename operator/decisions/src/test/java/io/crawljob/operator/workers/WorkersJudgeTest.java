package io.crawljob.operator.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.workers.WorkersView.Pod;
import io.crawljob.operator.workers.WorkersView.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersJudgeTest {

    @Test
    void countsThoseThatAreReady() {
        var judged = WorkersJudge.judge(new WorkersView(3, 2, null, null, List.of()));

        assertThat(judged).isEqualTo(new WorkersReady(true, false, Reason.WORKERS_READY, "2 of 3 workers are ready"));
    }

    @Test
    void aReadyWorkerDoesNotHideAnothersTrouble() {
        var view = new WorkersView(2, 1, null, null, List.of(pod("b", "ErrImagePull", "no such tag")));

        var judged = WorkersJudge.judge(view);

        assertThat(judged.ready()).isTrue();
        assertThat(judged.message())
                .startsWith("1 of 2 workers are ready; ImagePullFailed: pod b: ErrImagePull: no such tag");
    }

    @Test
    void nothingToDoIsNoTrouble() {
        assertThat(WorkersJudge.judge(new WorkersView(0, 0, null, null, List.of()))
                        .reason())
                .isEqualTo(Reason.SCALED_TO_ZERO);
    }

    @Test
    void podsThatHaveJustBegunAreStarting() {
        var view = new WorkersView(1, 0, null, null, List.of(pod("a", "ContainerCreating", null)));

        assertThat(WorkersJudge.judge(view))
                .isEqualTo(new WorkersReady(false, false, Reason.STARTING, "0 of 1 workers are ready"));
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff, Back-off pulling image, IMAGE_PULL_FAILED",
        "InvalidImageName, couldn't parse image reference, IMAGE_PULL_FAILED",
        "CrashLoopBackOff, back-off 10s restarting failed container, CRASH_LOOPING",
        "RunContainerError, exec: no such file, CRASH_LOOPING",
        "CreateContainerConfigError, secret \"crawl-redis\" not found, SECRET_MISSING",
        "CreateContainerConfigError, container has runAsNonRoot and image will run as root, CRASH_LOOPING"
    })
    void theKubeletsWordsAreCarriedUp(String waiting, String message, Reason reason) {
        var judged = WorkersJudge.judge(new WorkersView(1, 0, null, null, List.of(pod("a", waiting, message))));

        assertThat(judged.reason()).isEqualTo(reason);
        assertThat(judged.stuck()).isTrue();
        assertThat(judged.message()).contains("pod a: " + waiting + ": " + message);
    }

    @Test
    void restartsWithoutAReasonAreACrashLoopWithItsLastWords() {
        var pod = new Pod("a", false, 2, null, null, null, "exit code 2: CRAWL_REDIS_URL is missing");

        var judged = WorkersJudge.judge(new WorkersView(1, 0, null, null, List.of(pod)));

        assertThat(judged.reason()).isEqualTo(Reason.CRASH_LOOPING);
        assertThat(judged.message()).contains("exit code 2: CRAWL_REDIS_URL is missing");
    }

    @Test
    void theSchedulersWordsAreCarriedUpBeforeAnyPodsOwn() {
        var unschedulable = new Pod("a", false, 0, "0/1 nodes are available: 1 Insufficient memory", null, null, null);
        var view = new WorkersView(2, 0, null, null, List.of(pod("b", "ImagePullBackOff", "x"), unschedulable));

        var judged = WorkersJudge.judge(view);

        assertThat(judged.reason()).isEqualTo(Reason.UNSCHEDULABLE);
        assertThat(judged.message()).contains("1 Insufficient memory");
    }

    @ParameterizedTest
    @CsvSource({
        "'pods \"x\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=0, limited: pods=0', QUOTA_EXCEEDED",
        "'pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\"', ADMISSION_REFUSED"
    })
    void whatTheReplicaSetMayNotMakeIsCarriedUp(String message, Reason reason) {
        var judged = WorkersJudge.judge(new WorkersView(1, 0, null, message, List.of()));

        assertThat(judged.reason()).isEqualTo(reason);
        assertThat(judged.message()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN, FORBIDDEN",
        "NAME_TAKEN, NAME_TAKEN",
        "QUOTA, QUOTA_EXCEEDED",
        "ADMISSION, ADMISSION_REFUSED"
    })
    void whatTheApiServerRefusedTheOperatorComesFirst(Refusal.Kind kind, Reason reason) {
        var refusal = new Refusal(kind, "Deployment crawl-default", "cannot patch resource \"deployments\"");
        var view = new WorkersView(0, 0, refusal, "exceeded quota", List.of(pod("b", "ImagePullBackOff", "x")));

        var judged = WorkersJudge.judge(view);

        assertThat(judged.reason()).isEqualTo(reason);
        assertThat(judged.message()).contains("Deployment crawl-default: cannot patch resource \"deployments\"");
    }

    private static Pod pod(String name, String waiting, @Nullable String message) {
        return new Pod(name, false, 0, null, waiting, message, null);
    }
}
