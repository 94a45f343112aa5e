package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.Workers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The pod of a worker. It passes Pod Security {@code restricted}, has no access to the API server, and every field that the API server would fill in is filled
 * in here, so that applying it again changes nothing.
 */
final class WorkerPod {

    private static final String CONTAINER = "worker";
    private static final int HTTP_PORT = 8080;
    /** A browser's profiles, and what it would put into /dev/shm. */
    private static final String BROWSER_FILES = "1Gi";

    private static final long USER = 10_001L;
    private static final long GRACE_SECONDS = 30L;
    /** What of the grace period is left for the container to end after it has drained. */
    private static final long GRACE_LEFT = 5L;

    private final PoolSettings settings;

    WorkerPod(PoolSettings settings) {
        this.settings = settings;
    }

    PodSpec of(CrawlQueue queue, String secret) {
        var workers = queue.getSpec().workers();
        return new PodSpecBuilder()
                .withServiceAccountName(serviceAccount(queue))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withDnsPolicy("ClusterFirst")
                .withRestartPolicy("Always")
                .withSchedulerName("default-scheduler")
                .withTerminationGracePeriodSeconds(grace(workers))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(workers.imagePullSecrets().stream()
                        .map(ref -> new LocalObjectReference(ref.name()))
                        .toList())
                .withNodeSelector(workers.nodeSelector().isEmpty() ? null : workers.nodeSelector())
                .withTolerations(workers.tolerations())
                .withTopologySpreadConstraints(workers.topologySpreadConstraints())
                .withPriorityClassName(workers.priorityClassName())
                .withRuntimeClassName(workers.runtimeClassName())
                .withContainers(container(queue, secret))
                .withVolumes(volumes(workers))
                .build();
    }

    private static List<Volume> volumes(Workers workers) {
        var volumes = new ArrayList<Volume>();
        // Native parts of libraries are unpacked there; the root file system is read-only.
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(workers.browser() ? BROWSER_FILES : "64Mi"))
                .endEmptyDir()
                .build());
        volumes.addAll(MountedSecrets.volumes(workers));
        volumes.addAll(MountedBundle.volumes(workers));
        return volumes;
    }

    static String serviceAccount(CrawlQueue queue) {
        return Objects.requireNonNullElse(queue.getSpec().workers().serviceAccountName(), Names.of(queue));
    }

    private Container container(CrawlQueue queue, String secret) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(queue.getSpec().workers().browser() ? settings.browserImage() : settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withEnv(environment(queue, secret))
                .addNewPort()
                .withName("http")
                .withContainerPort(HTTP_PORT)
                .withProtocol("TCP")
                .endPort()
                .withStartupProbe(probe("/healthz", 1, 60))
                .withLivenessProbe(probe("/healthz", 10, 6))
                .withReadinessProbe(probe("/readyz", 5, 2))
                .withResources(resources(queue.getSpec().workers()))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .addAllToVolumeMounts(MountedSecrets.mounts(queue.getSpec().workers()))
                .addAllToVolumeMounts(MountedBundle.mounts(queue.getSpec().workers()))
                .withTerminationMessagePath("/dev/termination-log")
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .build();
    }

    private List<EnvVar> environment(CrawlQueue queue, String secret) {
        var spec = queue.getSpec();
        var environment = new ArrayList<EnvVar>();
        environment.add(value("CRAWL_REDIS_URL", settings.redis().url().toString()));
        environment.add(secret("CRAWL_REDIS_USER", secret, RedisSecret.USER));
        environment.add(secret("CRAWL_REDIS_PASSWORD", secret, RedisSecret.PASSWORD));
        environment.add(value("CRAWL_REDIS_PREFIX", settings.redis().prefix()));
        if (!settings.redis().authorities().isEmpty()) {
            environment.add(value("CRAWL_REDIS_CA", settings.redis().authorities()));
        }
        environment.add(value("CRAWL_NAMESPACE", queue.getMetadata().getNamespace()));
        environment.add(value("CRAWL_QUEUE", queue.getMetadata().getName()));
        environment.add(new EnvVarBuilder()
                .withName("CRAWL_WORKER")
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.name")
                .endValueFrom()
                .build());
        environment.add(value("CRAWL_CONCURRENCY", spec.workers().concurrency().toString()));
        environment.add(value("CRAWL_HTTP_PORT", Integer.toString(HTTP_PORT)));
        environment.add(value("CRAWL_DRAIN_SECONDS", Long.toString(Math.max(1, grace(spec.workers()) - GRACE_LEFT))));
        environment.add(value("CRAWL_BATCH_SIZE", spec.batch().size().toString()));
        environment.add(value("CRAWL_BATCH_MILLIS", spec.batch().maxWaitMillis().toString()));
        if (!spec.workers().secrets().isEmpty()) {
            environment.add(value("CRAWL_SECRETS", MountedSecrets.offer(spec.workers())));
        }
        environment.addAll(sites(spec.workers()));
        return environment;
    }

    private static List<EnvVar> sites(Workers workers) {
        var environment = new ArrayList<EnvVar>();
        if (workers.proxy() != null) environment.add(value("CRAWL_PROXY", workers.proxy()));
        if (workers.caBundle() != null) {
            environment.add(value("CRAWL_CA_BUNDLE", MountedBundle.file(workers.caBundle())));
        }
        return environment;
    }

    private static long grace(Workers workers) {
        return Objects.requireNonNullElse(workers.terminationGracePeriodSeconds(), GRACE_SECONDS);
    }

    private static EnvVar value(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar secret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, false)
                .endValueFrom()
                .build();
    }

    private static Probe probe(String path, int everySeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort("http")
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(everySeconds)
                .withTimeoutSeconds(3)
                .withSuccessThreshold(1)
                .withFailureThreshold(failures)
                .build();
    }

    private static ResourceRequirements resources(Workers workers) {
        var given = workers.resources();
        if (given != null) return given;
        return workers.browser() ? resources("500m", "1Gi", "2Gi") : resources("100m", "384Mi", "512Mi");
    }

    private static ResourceRequirements resources(String cpu, String memory, String mostMemory) {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .withLimits(Map.of("memory", new Quantity(mostMemory)))
                .build();
    }
}
