package io.crawljob.operator.write;

import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes statuses by server-side apply of a fresh object: name, uid, status, no resourceVersion. So it cannot conflict with who writes the rest of the
 * object, and the uid keeps a late status off an object that was made anew under the same name.
 */
public final class StatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(ClusterClient.FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final ApiPauses pauses;
    private final WritePace pace;
    private final Clock clock;
    private final Counter writes;

    public StatusWriter(ApiServer cluster, WritePace pace, Clock clock, MeterRegistry metrics) {
        this.client = cluster.client();
        this.pauses = cluster.pauses();
        this.pace = pace;
        this.clock = clock;
        this.writes = Counter.builder("crawljob_status_writes")
                .description("status patches sent to the API server")
                .register(metrics);
    }

    public sealed interface Result {
        record Written(String resourceVersion) implements Result {}

        /** Not its time yet: decide anew after {@code in}. */
        record Later(Duration in) implements Result {}

        /** The object is gone, or is another one of the same name. */
        record Gone() implements Result {}
    }

    /**
     * @param fresh a new object of the kind with nothing but its status
     * @throws KubernetesClientException when the API server refuses or does not answer
     */
    public <R extends CustomResource<?, ?>> Result write(R of, R fresh) {
        var meta = of.getMetadata();
        var busy = pauses.left();
        if (!busy.isZero()) return new Result.Later(busy);
        var wait = pace.take(Objects.requireNonNullElse(meta.getNamespace(), ""), meta.getUid(), clock.instant());
        if (!wait.isZero()) return new Result.Later(wait);
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .build());
        try {
            writes.increment();
            var written = client.resource(fresh).subresource("status").patch(APPLY);
            return new Result.Written(written.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            if (!isGone(e)) throw e;
            LOG.debug("the object of a status is gone: {}/{}", meta.getNamespace(), meta.getName());
            return new Result.Gone();
        }
    }

    /** A conflict about the uid is one for good: the name belongs to another object. Any other one is tried again. */
    private static boolean isGone(KubernetesClientException e) {
        if (e.getCode() != 409) return e.getCode() == 404;
        var said = Refusals.message(e);
        return said.contains("UID in precondition") || said.contains("uid mismatch");
    }

    public void forget(String uid) {
        pace.forget(uid);
    }
}
