package io.crawljob.operator;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.config.OperatorSettings;
import io.crawljob.operator.http.HealthEndpoint;
import io.crawljob.operator.http.HealthEndpoint.Verdict;
import io.crawljob.operator.leadership.Leadership;
import io.crawljob.operator.leadership.LeaseTimes;
import io.crawljob.operator.readapi.ReadApi;
import io.crawljob.operator.readapi.ReviewedAccess;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.RedisQueue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs in every replica: health, metrics, the read API, and the part in the election; with the lease, the control plane too. */
public final class OperatorProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

    private final OperatorSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ApiServer cluster;
    private final KubernetesClient client;
    private final RedisQueue redis;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicReference<@Nullable ControlPlane> plane = new AtomicReference<>();
    private @Nullable HealthEndpoint health;
    private @Nullable ReadApi api;
    private volatile boolean closing;

    private OperatorProcess(OperatorSettings settings, ApiServer.Address cluster) {
        this.settings = settings;
        this.cluster = opened(ApiServer.connect(cluster, new SteadyClock()));
        this.client = this.cluster.client();
        this.redis = opened(RedisQueue.connect(settings.redis()));
    }

    /**
     * @param lost called when this process has led and may not any more: it is to end at once
     * @throws IOException when one of the ports cannot be had
     */
    public static OperatorProcess start(
            OperatorSettings settings, ApiServer.Address cluster, LeaseTimes times, Runnable lost) throws IOException {
        var process = new OperatorProcess(settings, cluster);
        try {
            process.serve();
            process.lead(times, lost);
            return process;
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Of health and metrics. */
    public int httpPort() {
        return health == null ? 0 : health.port();
    }

    public int apiPort() {
        return api == null ? 0 : api.port();
    }

    public boolean leads() {
        return plane.get() != null;
    }

    private void serve() throws IOException {
        measure();
        health = opened(HealthEndpoint.start(settings.ports().http(), metrics, this::live, this::ready));
        api = opened(ReadApi.start(settings.ports().api(), new ReviewedAccess(client), this::find, redis.jobs()));
    }

    private void lead(LeaseTimes times, Runnable lost) {
        if (!settings.leaderElection()) {
            begin();
            return;
        }
        var term = new Leadership.Term() {
            @Override
            public void begin() {
                OperatorProcess.this.begin();
            }

            @Override
            public void lost() {
                lost.run();
            }
        };
        opened(Leadership.seek(client, settings.namespace(), settings.podName(), times, term));
    }

    private synchronized void begin() {
        if (closing) return;
        plane.set(ControlPlane.start(settings, cluster, redis, metrics, clock));
    }

    private Optional<JobKey> find(String namespace, String name) {
        var job = client.resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return Optional.ofNullable(job)
                .map(it -> new JobKey(namespace, it.getMetadata().getUid()));
    }

    private Verdict live() {
        var running = plane.get();
        return running == null ? Verdict.GOOD : running.live();
    }

    private Verdict ready() {
        return closing ? Verdict.bad("shutting down") : Verdict.GOOD;
    }

    private void measure() {
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        var collections = new JvmGcMetrics();
        collections.bindTo(metrics);
        opened(collections);
        Gauge.builder("crawljob_leader", () -> leads() ? 1 : 0)
                .description("1 in the replica that leads")
                .register(metrics);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Takes nothing new in, lets what is under way end within bounds, gives the lease back, and closes the rest in reverse. */
    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            var running = plane.getAndSet(null);
            if (running != null) close(running);
        }
        while (!parts.isEmpty()) close(parts.pop());
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            LOG.warn("{} did not close well", part.getClass().getSimpleName(), e);
        }
    }
}
