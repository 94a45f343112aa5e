package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a queue's objects to what they should be, by server-side apply under their fixed names. Remembers what it has applied, so that a queue at rest costs no
 * request; whatever has been changed since by somebody else is seen by the object's generation, or at the latest after {@link #REPEAT}.
 */
public final class WorkerApplier {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerApplier.class);
    private static final Duration REPEAT = Duration.ofMinutes(10);
    /** A Deployment that the informer still does not show by then is not there. */
    private static final Duration SHOWN_AFTER = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final WorkerObjects objects;
    private final RedisSecret secrets;
    private final Clock clock;
    private final Map<QueueKey, Applied> applied = new ConcurrentHashMap<>();

    private record Applied(int deployment, long generation, Instant at, Surroundings surroundings) {

        boolean holds(Optional<Deployment> seen, Instant now) {
            return seen.map(it -> WorkerApplier.generation(it) == generation)
                    .orElseGet(() -> at.plus(SHOWN_AFTER).isAfter(now));
        }
    }

    /**
     * The objects beside the Deployment, which are applied again when they should differ, and looked at again when they are old.
     *
     * @param versions by kind: one that has the version that was left there need not be written
     */
    private record Surroundings(int hash, Instant at, Map<String, String> versions) {}

    WorkerApplier(KubernetesClient client, WorkerObjects objects, RedisSecret secrets, Clock clock) {
        this.client = client;
        this.objects = objects;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * @param seen the Deployment as the informer has it
     * @return what the API server said to the first write that it refused; empty when all is in place
     */
    Optional<Refusal> apply(CrawlQueue queue, int replicas, Optional<Deployment> seen) {
        var key = Names.key(queue);
        var before = Optional.ofNullable(applied.get(key));
        try {
            var surroundings = surroundings(queue, before);
            var deployment = objects.deployment(queue, replicas, secrets.name(queue));
            var asked = deployment.hashCode();
            var now = clock.instant();
            var held = before.filter(it -> it.deployment() == asked && it.holds(seen, now));
            var generation = held.isPresent() ? held.get().generation() : generation(applyOwned(queue, deployment));
            var at = held.map(Applied::at).orElse(now);
            applied.put(key, new Applied(asked, generation, at, surroundings));
            return Optional.empty();
        } catch (Refused e) {
            applied.remove(key);
            return Optional.of(e.refusal);
        }
    }

    /** The queue's own Deployment as the API server has it now. */
    Optional<Deployment> present(CrawlQueue queue) {
        var found = client.apps()
                .deployments()
                .inNamespace(queue.getMetadata().getNamespace())
                .withName(Names.of(queue))
                .get();
        return Optional.ofNullable(found).filter(it -> Names.owns(queue, it));
    }

    /** The Secret is missing: make everything again with the next call. */
    void forget(QueueKey queue) {
        applied.remove(queue);
    }

    private Surroundings surroundings(CrawlQueue queue, Optional<Applied> before) {
        var policy = objects.networkPolicy(queue);
        var own = queue.getSpec().workers().serviceAccountName() == null;
        var wanted = own ? List.of(objects.serviceAccount(queue), policy) : List.of(policy);
        var hash = Objects.hash(wanted, secrets.name(queue));
        var now = clock.instant();
        var known = before.map(Applied::surroundings).filter(it -> it.hash() == hash);
        var fresh = known.filter(it -> it.at().plus(REPEAT).isAfter(now));
        if (fresh.isPresent()) return fresh.get();
        // That somebody deleted it is told by the pods that miss it.
        if (known.isEmpty()) createSecret(queue);
        var versions = new HashMap<String, String>();
        for (var object : wanted) {
            var left = known.map(it -> it.versions().get(object.getKind()));
            var present = present(queue, object);
            var holds = present != null && left.isPresent() && version(present).equals(left.get());
            versions.put(object.getKind(), holds ? left.get() : version(write(object)));
        }
        return new Surroundings(hash, now, Map.copyOf(versions));
    }

    /** Only ever created: to patch or update it would mean a right that reads Secrets. One of that name is the one from before, since the name is derived. */
    private void createSecret(CrawlQueue queue) {
        var secret = secrets.of(queue);
        try {
            client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) throw refused(secret, e);
        }
    }

    private <T extends HasMetadata> T applyOwned(CrawlQueue queue, T object) {
        present(queue, object);
        return write(object);
    }

    /** Null if there is none. */
    private <T extends HasMetadata> @Nullable T present(CrawlQueue queue, T object) {
        try {
            var present = client.resource(object).get();
            if (present != null && !Names.owns(queue, present)) throw new Refused(taken(queue, object));
            return present;
        } catch (KubernetesClientException e) {
            throw refused(object, e);
        }
    }

    private <T extends HasMetadata> T write(T object) {
        try {
            LOG.info(
                    "applying {} {}/{}",
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            return client.resource(object)
                    .fieldManager(ClusterClient.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException e) {
            throw refused(object, e);
        }
    }

    private static Refusal taken(CrawlQueue queue, HasMetadata object) {
        return new Refusal(
                Refusal.Kind.NAME_TAKEN,
                what(object),
                "an object of that name is there and does not belong to CrawlQueue %s"
                        .formatted(queue.getMetadata().getName()));
    }

    private static RuntimeException refused(HasMetadata object, KubernetesClientException e) {
        if (Refusals.namespaceEnds(e)) return e;
        return Refusals.of(what(object), e).<RuntimeException>map(Refused::new).orElse(e);
    }

    private static String what(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    private static long generation(Deployment deployment) {
        return deployment.getMetadata().getGeneration();
    }

    /** Carries a refusal out of the middle of the writes; never leaves this class. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }
    }
}
