package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.operator.cluster.ApiServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections to the API server that stay open, and over which nothing comes any more. */
@ExtendWith(WithApiServer.class)
class SilentWatchTest {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** The silence, some requests that run into their time limit of ten seconds, and a new watch. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Installation at;
    private DeafWire wire;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        at.stopOperator();
        wire = DeafWire.before(at.adminConfig().getMasterUrl());
        var through =
                new ConfigBuilder(at.adminConfig()).withMasterUrl(wire.url()).build();
        at.startOperator(new ApiServer.Address(through, SILENCE));
    }

    @AfterEach
    void close() {
        at.close();
        wire.close();
    }

    @Test
    void changesAreNoticedAlthoughAllWatchesWentSilent() {
        at.applyBatch("before", 1, "suspend: true");
        at.awaitSaid("before", ACCEPTED, "True/PlanStored");

        assertThat(wire.goDeaf()).isGreaterThan(4);
        at.patch("before", "{\"spec\": {\"suspend\": false}}");

        at.within(BOUND, () -> at.said("before", SUSPENDED).startsWith("False"));
        var key = at.applyBatch("after", 1);
        var worker = new WorkerPlay(at.queue, "worker-1");
        at.eventually(() -> worker.fetchOne(key));
        at.awaitSaid("after", COMPLETE, "True/Succeeded");
        assertThat(at.lost).isFalse();
    }
}
