package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.READY;
import static io.crawljob.crds.v1alpha1.ConditionType.REDIS_READY;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.queue.QueueUnavailableException;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator makes for a queue, and what it sees of its workers. */
@ExtendWith(WithApiServer.class)
class WorkersTest {

    private static Installation at;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void makesWhatTheContractNamesAllOfItOwnedByTheQueue() {
        var deployment = applied("made");
        var queue = at.crawlQueue("made");

        assertThat(deployment.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "crawljob-operator")
                .containsEntry("crawljob.io/queue", "made");
        var account = at.client
                .serviceAccounts()
                .inNamespace(at.namespace)
                .withName("crawl-made")
                .require();
        assertThat(account.getAutomountServiceAccountToken()).isFalse();
        var policy = at.client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(at.namespace)
                .withName("crawl-made")
                .require();
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Egress");
        var secret = secret("made");
        assertThat(secret.getImmutable()).isTrue();
        assertThat(List.of(deployment, account, policy, secret))
                .allSatisfy(object -> assertThat(object.getMetadata().getOwnerReferences())
                        .singleElement()
                        .satisfies(owner -> assertThat(owner.getUid())
                                .isEqualTo(queue.getMetadata().getUid())));
        at.eventually(() -> at.queueSaid("made", REDIS_READY).endsWith("/RedisReady")
                || at.queueSaid("made", REDIS_READY).endsWith("/NoPersistence"));
        assertThat(at.queueSaid("made", READY)).startsWith("True");
    }

    @Test
    void itsPodsPassPodSecurityRestrictedAndHaveNoAccessToTheApiServer() {
        var deployment = applied("hardened");
        at.api
                .kubectl("label", "namespace", at.namespace, "pod-security.kubernetes.io/enforce=restricted")
                .orFail();

        var pod = new PodBuilder()
                .withMetadata(deployment.getSpec().getTemplate().getMetadata())
                .withSpec(deployment.getSpec().getTemplate().getSpec())
                .editMetadata()
                .withName("probe")
                .withNamespace(at.namespace)
                .endMetadata()
                .build();
        var made = at.client.resource(pod).create();

        assertThat(made.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(made.getSpec().getVolumes()).noneMatch(volume -> volume.getProjected() != null);
        at.client.resource(made).withGracePeriod(0).delete();
    }

    @Test
    void applyingTwiceLeavesEveryObjectAsItWas() {
        applied("steady");
        at.eventually(() -> at.queueSaid("steady", WORKERS_READY).endsWith("/ScaledToZero"));
        var before = versions("steady");

        at.stopOperator();
        at.startOperator();
        at.eventually(() -> at.process().leads());

        // The new process applies everything once, since it remembers nothing.
        await().during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(30))
                .until(() -> versions("steady"), before::equals);
    }

    @Test
    void putsBackWhatSomebodyElseHasChanged() {
        applied("meddled");

        at.client
                .apps()
                .deployments()
                .inNamespace(at.namespace)
                .withName("crawl-meddled")
                .edit(it -> {
                    it.getSpec().setReplicas(7);
                    return it;
                });

        at.awaitReplicas("crawl-meddled", 0);
    }

    @Test
    void leavesAForeignObjectOfItsNameAloneAndSaysSo() {
        at.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: crawl-taken, annotations: {mine: "true"}}
                """);
        at.apply(queue("taken"));

        at.eventually(() -> at.queueSaid("taken", WORKERS_READY).equals("False/NameTaken"));

        var account = at.client
                .serviceAccounts()
                .inNamespace(at.namespace)
                .withName("crawl-taken")
                .require();
        assertThat(account.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(at.deployment("crawl-taken")).isEmpty();

        at.client.resource(account).delete();
        at.eventually(() -> at.queueSaid("taken", WORKERS_READY).equals("False/ScaledToZero"));
    }

    @Test
    void startsNoWorkerForAWishThatItCannotHeed() {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: proxied}
                spec: {workers: {proxy: "https://proxy.example.org:3128"}}
                """);

        at.eventually(() -> at.queueSaid("proxied", READY).equals("False/NotSupportedYet"));

        assertThat(at.deployment("crawl-proxied")).isEmpty();
    }

    @Test
    void theRedisUserOfANamespaceReachesItsOwnJobsAndNoOthers() {
        applied("confined");
        var key = at.applyBatch("reachable", 1);
        var data = secret("confined").getData();
        var user = decoded(data.get("user"));

        try (var queue = RedisQueue.connect(
                new RedisSettings(at.redis.uri(), user, decoded(data.get("password")), RedisSettings.DEFAULT_PREFIX))) {
            var worker = new WorkerPlay(queue, "confined-1");
            at.eventually(() -> worker.fetchOne(key));
            assertThat(user).contains(at.namespace);
        }
    }

    @Test
    void makesTheRedisUserAgainAfterRedisHasLostIt() {
        applied("forgotten");
        var data = secret("forgotten").getData();
        var settings = new RedisSettings(
                at.redis.uri(), decoded(data.get("user")), decoded(data.get("password")), RedisSettings.DEFAULT_PREFIX);

        at.redis.kill();
        at.redis.restart();

        at.eventually(() -> {
            try (var queue = RedisQueue.connect(settings)) {
                queue.shared().policies();
                return true;
            } catch (QueueUnavailableException e) {
                return false;
            }
        });
    }

    private static Deployment applied(String queue) {
        at.apply(queue(queue));
        at.eventually(() -> at.deployment("crawl-" + queue).isPresent());
        return at.deployment("crawl-" + queue).orElseThrow();
    }

    private static String queue(String name) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: %s}
                spec: {}
                """.formatted(name);
    }

    private static Secret secret(String queue) {
        return at
                .client
                .secrets()
                .inNamespace(at.namespace)
                .withLabel("crawljob.io/queue", queue)
                .list()
                .getItems()
                .stream()
                .filter(it -> it.getMetadata().getName().startsWith("crawl-redis-"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> versions(String queue) {
        Function<HasMetadata, String> version =
                it -> it.getKind() + " " + it.getMetadata().getResourceVersion();
        var name = "crawl-" + queue;
        return List.of(
                version.apply(at.deployment(name).orElseThrow()),
                version.apply(at.client
                        .serviceAccounts()
                        .inNamespace(at.namespace)
                        .withName(name)
                        .require()),
                version.apply(at.client
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(at.namespace)
                        .withName(name)
                        .require()),
                version.apply(secret(queue)),
                version.apply(at.crawlQueue(queue)));
    }

    private static String decoded(@Nullable String data) {
        return new String(Base64.getDecoder().decode(Objects.requireNonNull(data)), StandardCharsets.UTF_8);
    }
}
