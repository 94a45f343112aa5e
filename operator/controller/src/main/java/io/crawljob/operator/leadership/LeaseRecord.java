package io.crawljob.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The Lease object of one name. Every write carries the resourceVersion that was read, so of two writers one gets a conflict. */
final class LeaseRecord {

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Clock clock;

    LeaseRecord(KubernetesClient client, String namespace, String name, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.clock = clock;
    }

    @Nullable
    Lease read() {
        return client.leases().inNamespace(namespace).withName(name).get();
    }

    Lease create(String identity, Duration duration) {
        var now = now();
        var lease = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds(seconds(duration))
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(0)
                .endSpec()
                .build();
        return client.leases().resource(lease).create();
    }

    /** Takes it, or renews it when {@code identity} holds it already. */
    Lease hold(Lease seen, String identity, Duration duration) {
        var now = now();
        var builder = new LeaseBuilder(seen)
                .editOrNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds(seconds(duration))
                .withRenewTime(now);
        if (!identity.equals(holder(seen))) {
            var transitions = seen.getSpec() == null ? null : seen.getSpec().getLeaseTransitions();
            builder = builder.withAcquireTime(now).withLeaseTransitions(transitions == null ? 1 : transitions + 1);
        }
        return client.leases().resource(builder.endSpec().build()).update();
    }

    /** Gives it back, so that the next one need not wait for its end. */
    void release(Lease seen) {
        var released = new LeaseBuilder(seen)
                .editSpec()
                .withHolderIdentity("")
                .withLeaseDurationSeconds(1)
                .withRenewTime(now())
                .endSpec()
                .build();
        client.leases().resource(released).update();
    }

    static String holder(Lease lease) {
        if (lease.getSpec() == null || lease.getSpec().getHolderIdentity() == null) return "";
        return lease.getSpec().getHolderIdentity();
    }

    static Duration duration(Lease lease, Duration fallback) {
        if (lease.getSpec() == null || lease.getSpec().getLeaseDurationSeconds() == null) return fallback;
        return Duration.ofSeconds(lease.getSpec().getLeaseDurationSeconds());
    }

    private ZonedDateTime now() {
        return ZonedDateTime.now(clock).withZoneSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    private static int seconds(Duration duration) {
        return Math.max(1, (int) duration.toSeconds());
    }
}
