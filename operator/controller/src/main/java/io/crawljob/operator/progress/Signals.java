package io.crawljob.operator.progress;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import org.jspecify.annotations.Nullable;

/**
 * Brings what happens outside the API server into the framework's queue of work, and tells of resources that come and go: the framework itself calls no
 * reconciler for a resource that is deleted without a finalizer.
 */
public final class Signals<P extends HasMetadata> extends SimpleInboundEventSource<P> implements ResourceEventAware<P> {

    /** Called on the informer's thread: must not block. */
    public interface Listener<P> {

        void appeared(P resource);

        void disappeared(P resource);
    }

    private final Listener<P> listener;

    public Signals(String name, Listener<P> listener) {
        super(name);
        this.listener = listener;
    }

    /** @param namespace null for a resource of the cluster */
    public void wake(@Nullable String namespace, String name) {
        propagateEvent(new ResourceID(name, namespace));
    }

    @Override
    public void onResourceCreated(P resource) {
        listener.appeared(resource);
    }

    @Override
    public void onResourceUpdated(P resource, P before) {
        if (!resource.getMetadata().getUid().equals(before.getMetadata().getUid())) {
            listener.disappeared(before);
            listener.appeared(resource);
        }
    }

    @Override
    public void onResourceDeleted(P resource) {
        listener.disappeared(resource);
    }
}
