package io.crawljob.operator.write;

import io.crawljob.operator.cluster.ApiPauses;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.cluster.ClusterClient;
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
 * Writes statuses by server-side apply of a fresh object: name, uid, the version that the status was decided on, status. So the API server refuses one that
 * comes late, such as from a process that was killed or frozen with the request under way; and the uid keeps it off an object that was made anew under the
 * same name.
 */
public final class StatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int CONFLICT = 409;
    private static final int GONE = 404;
    /** What was changed meanwhile comes by the informer. */
    private static final Duration CHANGED = Duration.ofSeconds(1);

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
        record Written() implements Result {}

        /** Not its time yet, or the object has changed meanwhile (or is another one of the same name): decide anew after {@code in}. */
        record Later(Duration in) implements Result {}

        /** The object is gone. */
        record Gone() implements Result {}
    }

    /**
     * @param fresh a new object of the kind with nothing but its status
     * @param last of the kind; holds the status afterwards if it was written
     * @throws KubernetesClientException when the API server refuses or does not answer
     */
    public <S, R extends CustomResource<?, S>> Result write(R of, R fresh, LastWritten<S> last) {
        var meta = of.getMetadata();
        var busy = pauses.left();
        if (!busy.isZero()) return new Result.Later(busy);
        var wait = pace.take(Objects.requireNonNullElse(meta.getNamespace(), ""), meta.getUid(), clock.instant());
        if (!wait.isZero()) return new Result.Later(wait);
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withResourceVersion(last.version(of))
                .build());
        try {
            writes.increment();
            var written = client.resource(fresh).subresource("status").patch(APPLY);
            last.put(of, fresh.getStatus(), written.getMetadata().getResourceVersion());
            return new Result.Written();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT && e.getCode() != GONE) throw e;
            LOG.debug("a status was not written to {}/{}: {}", meta.getNamespace(), meta.getName(), e.getMessage());
            return e.getCode() == GONE ? new Result.Gone() : new Result.Later(CHANGED);
        }
    }

    public void forget(String uid) {
        pace.forget(uid);
    }
}
