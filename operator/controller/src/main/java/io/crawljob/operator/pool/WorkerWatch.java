package io.crawljob.operator.pool;

import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.crawljob.operator.workers.WorkersView;
import io.crawljob.operator.workers.WorkersView.Refusal;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the workers' pods and Deployments, by label. A right that is missing does not stop it: it goes on trying, and says what it lacks in each queue's
 * view. Thread-safe.
 */
public final class WorkerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);

    private static final String PODS = "pods";
    private static final String DEPLOYMENTS = "deployments";

    private final List<SharedIndexInformer<Pod>> pods = new CopyOnWriteArrayList<>();
    private final List<SharedIndexInformer<Deployment>> deployments = new CopyOnWriteArrayList<>();
    private final Map<String, Refusal> lacking = new ConcurrentHashMap<>();
    private final KubernetesClient client;
    private final List<String> namespaces;

    /** Told of workers that will not settle what they hold. Called on the informer's thread: must not block. */
    public interface WorkerDeaths {
        void died(QueueKey queue, String worker);
    }

    /** @param namespaces empty for all */
    public WorkerWatch(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
    }

    /** @param changed called with the queue of whatever has changed; must not block */
    public void start(Consumer<QueueKey> changed, WorkerDeaths deaths) {
        WorkerWatch.<Pod>scopes(client.pods(), namespaces)
                .forEach(scope -> pods.add(informer(PODS, scope, new Handler<>(changed, deaths))));
        WorkerWatch.<Deployment>scopes(client.apps().deployments(), namespaces)
                .forEach(scope -> deployments.add(informer(DEPLOYMENTS, scope, new Handler<>(changed, deaths))));
        Stream.concat(pods.stream(), deployments.stream()).forEach(SharedIndexInformer::start);
    }

    /** The Deployment of a queue, if it is one of ours and known by now. */
    Optional<Deployment> deployment(QueueKey queue) {
        return deployments.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .filter(it -> it.getMetadata().getName().equals(Names.of(queue.name())))
                .filter(it -> it.getMetadata().getNamespace().equals(queue.namespace()))
                .findFirst();
    }

    WorkersView view(QueueKey queue, int desired, @Nullable Refusal refused) {
        var mine = pods.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .filter(pod -> Names.queueOf(pod).filter(queue::equals).isPresent())
                .filter(pod -> !PodFacts.goesAway(pod))
                .map(PodFacts::of)
                .toList();
        var ready = (int) mine.stream().filter(WorkersView.Pod::ready).count();
        var lack = refused != null ? refused : lack().orElse(null);
        return new WorkersView(
                desired,
                ready,
                lack,
                deployment(queue).map(WorkerWatch::replicaFailure).orElse(null),
                mine);
    }

    /** What was refused counts until the informer watches after all. */
    private Optional<Refusal> lack() {
        if (pods.stream().allMatch(SharedIndexInformer::isWatching)) lacking.remove(PODS);
        if (deployments.stream().allMatch(SharedIndexInformer::isWatching)) lacking.remove(DEPLOYMENTS);
        return lacking.values().stream().findFirst();
    }

    private static @Nullable String replicaFailure(Deployment deployment) {
        if (deployment.getStatus() == null) return null;
        return deployment.getStatus().getConditions().stream()
                .filter(it -> it.getType().equals("ReplicaFailure") && "True".equals(it.getStatus()))
                .map(it -> it.getMessage())
                .findFirst()
                .orElse(null);
    }

    private static <T extends HasMetadata> Stream<FilterWatchListDeletable<T, ?, ?>> scopes(
            MixedOperation<T, ?, ?> all, List<String> namespaces) {
        Stream<FilterWatchListDeletable<T, ?, ?>> scopes = namespaces.isEmpty()
                ? Stream.of(all.inAnyNamespace())
                : namespaces.stream().map(all::inNamespace);
        return scopes.map(
                scope -> scope.withLabel(Names.MANAGED_BY, Names.OPERATOR).withLabel(Names.QUEUE));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(
            String resource, FilterWatchListDeletable<T, ?, ?> scope, ResourceEventHandler<T> handler) {
        var informer = scope.withLimit(ClusterClient.PAGE).runnableInformer(0);
        informer.addEventHandler(handler);
        informer.exceptionHandler((started, failure) -> {
            failed(resource, failure);
            return true;
        });
        return informer;
    }

    private void failed(String resource, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof KubernetesClientException e) {
            LOG.warn("{} cannot be watched; trying again: {}", resource, Refusals.message(e));
            Refusals.of("list and watch " + resource, e).ifPresent(refusal -> lacking.put(resource, refusal));
        } else {
            LOG.warn("{} cannot be watched; trying again", resource, cause);
        }
    }

    private static final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {

        private final Consumer<QueueKey> changed;
        private final WorkerDeaths deaths;

        Handler(Consumer<QueueKey> changed, WorkerDeaths deaths) {
            this.changed = changed;
            this.deaths = deaths;
        }

        @Override
        public void onAdd(T object) {
            seen(object);
            if (object instanceof Pod pod && PodFacts.hasEnded(pod)) reap(pod);
        }

        @Override
        public void onUpdate(T before, T object) {
            seen(object);
            if (object instanceof Pod pod && before instanceof Pod old) {
                var ended = PodFacts.hasEnded(pod) && !PodFacts.hasEnded(old);
                if (ended || PodFacts.restarts(pod) > PodFacts.restarts(old)) reap(pod);
            }
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            seen(object);
            if (object instanceof Pod pod) reap(pod);
        }

        private void seen(T object) {
            Names.queueOf(object).ifPresent(changed);
        }

        private void reap(Pod pod) {
            Names.queueOf(pod)
                    .ifPresent(queue -> deaths.died(queue, pod.getMetadata().getName()));
        }
    }

    @Override
    public void close() {
        Stream.concat(pods.stream(), deployments.stream()).forEach(SharedIndexInformer::stop);
    }
}
