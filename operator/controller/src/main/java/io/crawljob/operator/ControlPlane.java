package io.crawljob.operator;

import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.ClusterId;
import io.crawljob.operator.cluster.ResourceCopies;
import io.crawljob.operator.config.OperatorSettings;
import io.crawljob.operator.events.EventRecorder;
import io.crawljob.operator.hostpolicy.HostPolicyMapper;
import io.crawljob.operator.http.HealthEndpoint.Verdict;
import io.crawljob.operator.job.CrawlJobReconciler;
import io.crawljob.operator.job.JobParts;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.policies.HostPolicyReconciler;
import io.crawljob.operator.policies.PolicyPublisher;
import io.crawljob.operator.pool.CrawlQueueReconciler;
import io.crawljob.operator.pool.PoolParts;
import io.crawljob.operator.pool.PoolRegistry;
import io.crawljob.operator.pool.PoolSettings;
import io.crawljob.operator.pool.QueueBudgets;
import io.crawljob.operator.pool.ServerDoor;
import io.crawljob.operator.pool.WorkerWatch;
import io.crawljob.operator.progress.Board;
import io.crawljob.operator.progress.Poller;
import io.crawljob.operator.progress.Wakes;
import io.crawljob.operator.schedules.CrawlScheduleReconciler;
import io.crawljob.operator.write.LastWritten;
import io.crawljob.operator.write.StatusWriter;
import io.crawljob.operator.write.WritePace;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.RedisQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the leader alone runs: the reconcilers, the poller, the chores. */
final class ControlPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final int STATUS_WRITES_A_SECOND = 20;
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration GAUGES = Duration.ofSeconds(5);
    private static final Duration REPUBLISH = Duration.ofSeconds(15);
    private static final Duration HANGS_AFTER = Duration.ofMinutes(2);
    private static final int RECONCILERS = 16;
    private static final int BACKGROUND = 4;
    private static final int BACKGROUND_QUEUE = 10_000;

    private final OperatorSettings settings;
    private final ApiServer cluster;
    private final Clock clock;
    /** For paces and pauses: were the machine's clock set back, they would last until it has caught up. */
    private final Clock steady = new SteadyClock();

    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            BACKGROUND,
            BACKGROUND,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(BACKGROUND_QUEUE),
            Thread.ofVirtual().name("background-", 0).factory());
    private final Chores chores = new Chores();
    private final Board board = new Board();
    private final PoolRegistry registry = new PoolRegistry();
    private final RedisQueue redis;
    private final WorkerWatch watch;
    private final PolicyPublisher policies;
    private final ServerDoor door;
    private final StatusWriter writer;
    private final EventRecorder events;
    private final CrawlJobReconciler jobs;
    private final CrawlQueueReconciler queues;
    private final Operator operator;
    private final Poller poller;
    private final QueueGauges gauges;

    private ControlPlane(
            OperatorSettings settings, ApiServer cluster, RedisQueue redis, MeterRegistry metrics, Clock clock) {
        this.settings = settings;
        this.cluster = cluster;
        var client = cluster.client();
        this.redis = redis;
        this.clock = clock;
        var crawl = settings.crawl();
        this.watch = new WorkerWatch(client, settings.watchNamespaces());
        this.door = new ServerDoor(redis.server(), settings.redis().prefix(), new ClusterId(client)::find);
        this.policies = new PolicyPublisher(
                redis.shared(), door, HostPolicyMapper.defaults(crawl.delayMillis(), crawl.maxConcurrent()), clock);
        this.writer =
                new StatusWriter(cluster, new WritePace(STATUS_WRITES_A_SECOND, STATUS_INTERVAL), steady, metrics);
        this.events = new EventRecorder(client, redis.jobs(), clock, settings.podName());
        this.jobs = new CrawlJobReconciler(jobParts(), background, clock);
        this.queues = new CrawlQueueReconciler(
                PoolParts.of(
                        client,
                        poolSettings(),
                        settings.masterKey(),
                        new PoolParts.Shared(
                                board,
                                registry,
                                watch,
                                door,
                                new QueueBudgets(redis.jobs(), door),
                                writer,
                                cluster.pauses()),
                        steady),
                jobs::wake,
                clock);
        this.operator = operator(metrics);
        this.poller = new Poller(board, redis.jobs(), wakes(), clock);
        this.gauges = new QueueGauges(board, registry, metrics);
        Gauge.builder("crawljob_jobs", board, it -> it.all().size())
                .description("CrawlJobs that this operator knows")
                .register(metrics);
    }

    /** Returns when the informers have synced, or have had their time to. */
    static ControlPlane start(
            OperatorSettings settings, ApiServer cluster, RedisQueue redis, MeterRegistry metrics, Clock clock) {
        var plane = new ControlPlane(settings, cluster, redis, metrics, clock);
        plane.door.look();
        plane.watch.start(plane::wake, plane::reap);
        plane.operator.start();
        plane.poller.start();
        plane.chores.every(REPUBLISH, "publishing the policies", plane.policies::publish);
        plane.chores.every(SWEEP, "the sweep", plane::sweep);
        plane.chores.every(GAUGES, "the queues' metrics", plane.gauges::update);
        plane.chores.every(ServerDoor.INTERVAL, "the look at Redis", plane::lookAtRedis);
        LOG.info("the control plane runs");
        return plane;
    }

    Verdict live() {
        var since = Duration.between(poller.turnedAt(), clock.instant());
        return since.compareTo(HANGS_AFTER) < 0 ? Verdict.GOOD : Verdict.bad("the poller has not turned for " + since);
    }

    private JobParts jobParts() {
        var crawl = settings.crawl();
        return new JobParts(
                cluster.client(),
                redis.jobs(),
                redis.gate(),
                door,
                board,
                registry,
                events,
                writer,
                new LastWritten<>(),
                cluster.pauses(),
                new JobParts.Settings(
                        new PlanSettings(crawl.userAgent(), crawl.allowIgnoreRobots()),
                        settings.defaultQueueCreate(),
                        settings.watchNamespaces()));
    }

    private PoolSettings poolSettings() {
        return new PoolSettings(
                settings.worker().image(),
                settings.worker().browserImage(),
                settings.worker().pullPolicy(),
                new PoolSettings.Redis(
                        settings.workerRedis(),
                        settings.redis().prefix(),
                        settings.redis().authorities()),
                settings.namespace(),
                settings.egressCidrs());
    }

    private Operator operator(MeterRegistry metrics) {
        var built = new Operator(with -> with.withKubernetesClient(cluster.client())
                .withCloseClientOnStop(false)
                .withResourceCloner(new ResourceCopies(cluster.client().getKubernetesSerialization()))
                .withMetrics(new ReconcileTimes(metrics))
                .checkingCRDAndValidateLocalModel(false)
                .withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(Duration.ofSeconds(20))
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
                .withConcurrentReconciliationThreads(RECONCILERS));
        register(built, "crawlqueue", queues);
        register(built, "crawljob", jobs);
        register(built, "crawlschedule", new CrawlScheduleReconciler(cluster, writer, events, clock));
        // Cluster-scoped: who may see some namespaces only cannot watch it.
        if (settings.watchNamespaces().isEmpty()) {
            register(built, "hostpolicy", new HostPolicyReconciler(policies, writer, cluster.pauses()));
        }
        return built;
    }

    private <P extends HasMetadata> void register(Operator built, String name, Reconciler<P> reconciler) {
        built.register(reconciler, with -> {
            with.withName(name)
                    .withInformerListLimit(ClusterClient.PAGE)
                    .withRetry(new GenericRetry()
                            .setInitialInterval(1_000)
                            .setIntervalMultiplier(1.5)
                            .setMaxInterval(30_000)
                            .withoutMaxAttempts())
                    .withReconciliationMaxInterval(Duration.ofMinutes(10));
            if (settings.watchNamespaces().isEmpty()) {
                with.watchingAllNamespaces();
            } else {
                with.settingNamespaces(Set.copyOf(settings.watchNamespaces()));
            }
        });
    }

    private Wakes wakes() {
        return new Wakes() {
            @Override
            public void job(String namespace, String name) {
                jobs.wake(namespace, name);
            }

            @Override
            public void queue(QueueKey queue) {
                wake(queue);
            }
        };
    }

    private void wake(QueueKey queue) {
        queues.signals().wake(queue.namespace(), queue.name());
    }

    private void lookAtRedis() {
        if (!door.look()) return;
        registry.queues().forEach(this::wake);
        board.queues().forEach(jobs::wake);
    }

    private void sweep() {
        if (door.owned()) {
            jobs.sweep();
        } else {
            LOG.warn("no sweep: it is not sure that the keys in Redis are this cluster's");
        }
    }

    private void reap(QueueKey queue, String worker) {
        try {
            background.execute(() -> {
                try {
                    var items = redis.jobs().reap(queue, worker);
                    if (items > 0) LOG.info("gave back {} items of worker {} of queue {}", items, worker, queue);
                } catch (QueueUnavailableException e) {
                    LOG.warn("what worker {} held comes back when its leases end: {}", worker, e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("what worker {} held comes back when its leases end", worker);
        }
    }

    @Override
    public void close() {
        // What takes work in ends first: while the rest winds down, nothing more is said in this process's name.
        operator.stop();
        watch.close();
        chores.close();
        poller.close();
        background.shutdown();
        try {
            if (!background.awaitTermination(2, TimeUnit.SECONDS)) background.shutdownNow();
        } catch (InterruptedException e) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
        LOG.info("the control plane has stopped");
    }
}
