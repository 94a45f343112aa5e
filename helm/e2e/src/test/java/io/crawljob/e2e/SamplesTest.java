package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator never writes a spec: what lies in a repository stays what the cluster has. */
class SamplesTest {

    private static final String SAMPLES = Commands.ROOT.resolve("crds/samples").toString();

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-samples");

    @AfterAll
    static void removeWhatIsOfTheWholeCluster() {
        TENANT.kubectl().run("delete", "-f", SAMPLES, "--ignore-not-found", "--wait=false");
    }

    @Test
    void noSampleDiffersAfterTheOperatorHasSeenIt() {
        TENANT.kubectl().run("apply", "-f", SAMPLES).orFail();

        await("every job has a status")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(TENANT.kubectl().list("crawljobs"))
                        .isNotEmpty()
                        .allSatisfy(
                                job -> assertThat(job.at("/status/conditions")).isNotEmpty()));

        var diff = TENANT.kubectl().run("diff", "-f", SAMPLES);
        assertThat(diff.exit()).as(diff.said()).isZero();
    }
}
