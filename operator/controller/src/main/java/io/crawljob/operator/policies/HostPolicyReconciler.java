package io.crawljob.operator.policies;

import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicyStatus;
import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.progress.Signals;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.crawljob.queue.QueueUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes all policies when one changes, and says in each what became of it. */
public final class HostPolicyReconciler implements Reconciler<HostPolicy>, Signals.Listener<HostPolicy> {

    private static final Logger LOG = LoggerFactory.getLogger(HostPolicyReconciler.class);
    private static final Duration AT_REST = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final PolicyPublisher publisher;
    private final StatusWriter writer;
    private final LastWritten<HostPolicyStatus> written = new LastWritten<>();
    private final ApiPauses pauses;
    private final Signals<HostPolicy> signals = new Signals<>("policy-signals", this);
    private final Map<String, HostPolicyStatus> said = new ConcurrentHashMap<>();

    public HostPolicyReconciler(PolicyPublisher publisher, StatusWriter writer, ApiPauses pauses) {
        this.publisher = publisher;
        this.writer = writer;
        this.pauses = pauses;
    }

    @Override
    public List<EventSource<?, HostPolicy>> prepareEventSources(EventSourceContext<HostPolicy> context) {
        return List.of(signals);
    }

    @Override
    public UpdateControl<HostPolicy> reconcile(HostPolicy policy, Context<HostPolicy> context) {
        if (policy.getSpec() == null) {
            LOG.warn(
                    "HostPolicy {} has a spec that cannot be read; it is left out",
                    policy.getMetadata().getName());
            publisher.remove(policy);
            return UpdateControl.noUpdate();
        }
        publisher.put(policy);
        try {
            return UpdateControl.<HostPolicy>noUpdate().rescheduleAfter(cycle(policy));
        } catch (QueueUnavailableException e) {
            LOG.warn("the policies cannot be published: {}", e.getMessage());
            return UpdateControl.<HostPolicy>noUpdate().rescheduleAfter(RETRY);
        } catch (KubernetesClientException e) {
            var what = "HostPolicy " + policy.getMetadata().getName();
            return UpdateControl.<HostPolicy>noUpdate().rescheduleAfter(pauses.after(what, e));
        }
    }

    private Duration cycle(HostPolicy policy) {
        var mapping = publisher.publish();
        if (mapping.isEmpty()) return RETRY;
        var statuses = mapping.get().statuses();
        wakeOthers(policy.getMetadata().getName(), statuses);
        var status = statuses.get(policy.getMetadata().getName());
        if (status == null || !differs(written.of(policy).orElse(null), status)) return AT_REST;
        var fresh = new HostPolicy();
        fresh.setStatus(status);
        return switch (writer.write(policy, fresh, written)) {
            case StatusWriter.Result.Later later -> later.in();
            case StatusWriter.Result.Gone gone -> AT_REST;
            case StatusWriter.Result.Written done -> AT_REST;
        };
    }

    /** A change of one policy may be a conflict for another. */
    private void wakeOthers(String own, Map<String, HostPolicyStatus> statuses) {
        statuses.forEach((name, status) -> {
            var before = said.put(name, status);
            if (!name.equals(own) && differs(before, status)) signals.wake(null, name);
        });
        said.keySet().retainAll(statuses.keySet());
    }

    /** By more than times. The generation counts: whoever waits for a change to be in force looks at it. */
    private static boolean differs(@Nullable HostPolicyStatus written, HostPolicyStatus next) {
        return written == null
                || !Objects.equals(written.observedGeneration(), next.observedGeneration())
                || !gist(written).equals(gist(next));
    }

    private static List<List<Object>> gist(HostPolicyStatus status) {
        return status.conditions().stream()
                .map(it -> List.<Object>of(it.type(), it.status(), it.reason(), it.message()))
                .toList();
    }

    @Override
    public void appeared(HostPolicy policy) {
        if (policy.getSpec() != null) publisher.put(policy);
    }

    @Override
    public void disappeared(HostPolicy policy) {
        publisher.remove(policy);
        var uid = policy.getMetadata().getUid();
        written.forget(uid);
        writer.forget(uid);
        // Whoever was in conflict with it publishes; without another policy the next regular publishing does.
        publisher.names().forEach(name -> signals.wake(null, name));
    }
}
