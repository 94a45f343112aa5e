package io.crawljob.operator;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.config.OperatorSettings;
import io.crawljob.operator.leadership.LeaseTimes;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** An operator in this process, on a real API server and a real Redis, watching a namespace of its own. */
final class Installation implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A machine under load must not cost a term. */
    private static final LeaseTimes LONG =
            new LeaseTimes(Duration.ofSeconds(60), Duration.ofSeconds(50), Duration.ofSeconds(1));

    final RealApiServer api;
    final RedisServerProcess redis;
    final KubernetesClient client;
    final RedisQueue queue;
    final String namespace;
    final AtomicBoolean lost = new AtomicBoolean();
    private final Map<String, String> environment;
    private OperatorProcess process;

    private Installation(RealApiServer api, RedisServerProcess redis, Map<String, String> more) {
        this.api = api;
        this.redis = redis;
        this.namespace = api.newNamespace();
        this.client = ClusterClient.create(adminConfig());
        this.queue = RedisQueue.connect(redis.settings());
        this.environment = new HashMap<>(Map.of(
                "CRAWL_REDIS_URL", redis.uri().toString(),
                "CRAWL_WORKER_IMAGE", "crawljob/worker:test",
                "CRAWL_NAMESPACE", namespace,
                "CRAWL_POD_NAME", "operator-0",
                "CRAWL_MASTER_KEY", "0123456789abcdef",
                "CRAWL_USER_AGENT", "ExampleBot/1.0 (+https://example.org/bot)",
                "CRAWL_WATCH_NAMESPACES", namespace,
                "CRAWL_HTTP_PORT", "0",
                "CRAWL_API_PORT", "0"));
        environment.putAll(more);
        this.process = launch(ApiServer.Address.of(adminConfig()));
    }

    static Installation of(RealApiServer api) {
        return new Installation(api, RedisServerProcess.start(), Map.of());
    }

    static Installation of(RealApiServer api, Map<String, String> more) {
        return new Installation(api, RedisServerProcess.start(), more);
    }

    /** @param redis is closed with it */
    static Installation on(RealApiServer api, RedisServerProcess redis) {
        return new Installation(api, redis, Map.of());
    }

    private OperatorProcess launch(ApiServer.Address cluster) {
        try {
            return OperatorProcess.start(OperatorSettings.from(environment), cluster, LONG, () -> lost.set(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Config adminConfig() {
        try {
            return Config.fromKubeconfig(Files.readString(api.kubeconfig()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same server, as whoever holds the token. */
    Config as(String token) {
        return new ConfigBuilder(adminConfig())
                .withClientCertData(null)
                .withClientCertFile(null)
                .withClientKeyData(null)
                .withClientKeyFile(null)
                .withOauthToken(token)
                .build();
    }

    OperatorProcess process() {
        return process;
    }

    /** From the next start on. */
    void with(String key, String value) {
        environment.put(key, value);
    }

    void stopOperator() {
        process.close();
    }

    void startOperator() {
        startOperator(adminConfig());
    }

    void startOperator(Config as) {
        startOperator(ApiServer.Address.of(as));
    }

    void startOperator(ApiServer.Address cluster) {
        process = launch(cluster);
    }

    /** One more, beside the first; whoever asks for it closes it. */
    OperatorProcess another(Config as) {
        return launch(ApiServer.Address.of(as));
    }

    /** A batch of URLs, one on each of {@code pages} hosts, in a queue that shrinks at once. */
    JobKey applyBatch(String name, int pages, String... more) {
        var manifest = new StringBuilder("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: quick}
                spec: {workers: {scaleDownStabilizationSeconds: 0}}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec:
                  queueName: quick
                  source:
                    urls:
                      list:
                """.formatted(name));
        for (var page = 0; page < pages; page++) {
            manifest.append("        - https://%s-%d.example.org/\n".formatted(name, page));
        }
        for (var line : more) manifest.append("  ").append(line).append('\n');
        apply(manifest.toString());
        awaitSaid(name, ConditionType.ACCEPTED, "True/PlanStored");
        return key(name);
    }

    void apply(String manifest) {
        api.kubectlWith(manifest, "apply", "-n", namespace).orFail();
    }

    void patch(String name, String merge) {
        api.kubectl("patch", "crawljob", name, "-n", namespace, "--type=merge", "-p", merge)
                .orFail();
    }

    void patchSchedule(String name, String merge) {
        api.kubectl("patch", "crawlschedule", name, "-n", namespace, "--type=merge", "-p", merge)
                .orFail();
    }

    void delete(String name) {
        api.kubectl("delete", "crawljob", name, "-n", namespace, "--wait=false").orFail();
    }

    CrawlJob job(String name) {
        return client.resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    boolean jobExists(String name) {
        return client.resources(CrawlJob.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null;
    }

    JobKey key(String name) {
        return new JobKey(namespace, job(name).getMetadata().getUid());
    }

    CrawlQueue crawlQueue(String name) {
        return client.resources(CrawlQueue.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    Optional<Deployment> deployment(String name) {
        return Optional.ofNullable(client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    CrawlJobStatus.Progress progress(String job) {
        return requireNonNull(job(job).getStatus().progress());
    }

    /** Such as {@code True/Crawling}. */
    String said(String job, ConditionType type) {
        var status = job(job).getStatus();
        return said(status == null ? List.of() : status.conditions(), type);
    }

    String queueSaid(String queue, ConditionType type) {
        var status = crawlQueue(queue).getStatus();
        return said(status == null ? List.of() : status.conditions(), type);
    }

    String message(String job, ConditionType type) {
        return find(job(job).getStatus().conditions(), type)
                .map(Condition::message)
                .orElse("");
    }

    private static String said(List<Condition> conditions, ConditionType type) {
        return find(conditions, type).map(it -> it.status() + "/" + it.reason()).orElse("nothing");
    }

    private static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
        return conditions.stream()
                .filter(it -> it.type().equals(type.toString()))
                .findFirst();
    }

    void awaitSaid(String job, ConditionType type, String said) {
        await().atMost(PATIENCE).until(() -> said(job, type), said::equals);
    }

    void awaitReplicas(String deployment, int replicas) {
        eventually(() -> deployment(deployment)
                .filter(it -> it.getSpec().getReplicas() == replicas)
                .isPresent());
    }

    void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }

    void within(Duration time, Callable<Boolean> condition) {
        await().atMost(time).until(condition);
    }

    @Override
    public void close() {
        process.close();
        queue.close();
        client.close();
        redis.close();
    }
}
