package io.crawljob.operator;

import static java.util.Objects.requireNonNull;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.config.OperatorSettings;
import io.crawljob.operator.leadership.LeaseTimes;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An operator in this process, on a real API server and a real Redis, in a namespace of its own. */
final class Installation implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A machine under load must not cost a term. */
    private static final LeaseTimes PATIENT =
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
        this.client = api.client();
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
        this.process = launch();
    }

    static Installation of(RealApiServer api) {
        return new Installation(api, RedisServerProcess.start(), Map.of());
    }

    static Installation of(RealApiServer api, Map<String, String> more) {
        return new Installation(api, RedisServerProcess.start(), more);
    }

    private OperatorProcess launch() {
        try {
            var config = Config.fromKubeconfig(Files.readString(api.kubeconfig()));
            return OperatorProcess.start(OperatorSettings.from(environment), config, PATIENT, () -> lost.set(true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OperatorProcess process() {
        return process;
    }

    void stopOperator() {
        process.close();
    }

    void startOperator() {
        process = launch();
    }

    void apply(String manifest) {
        api.kubectlWith(manifest, "apply", "-n", namespace).orFail();
    }

    void patch(String name, String merge) {
        api.kubectl("patch", "crawljob", name, "-n", namespace, "--type=merge", "-p", merge)
                .orFail();
    }

    CrawlJob job(String name) {
        return client.resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
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

    Optional<Condition> condition(String job, ConditionType type) {
        var status = job(job).getStatus();
        if (status == null) return Optional.empty();
        return status.conditions().stream()
                .filter(it -> it.type().equals(type.toString()))
                .findFirst();
    }

    CrawlJobStatus.Progress progress(String job) {
        return requireNonNull(job(job).getStatus().progress());
    }

    /** Such as {@code True/Crawling}. */
    String said(String job, ConditionType type) {
        return condition(job, type).map(it -> it.status() + "/" + it.reason()).orElse("nothing");
    }

    @Override
    public void close() {
        process.close();
        queue.close();
        client.close();
        redis.close();
    }
}
