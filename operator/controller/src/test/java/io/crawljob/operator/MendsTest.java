package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.FINISHED;
import static io.crawljob.crds.v1alpha1.ConditionType.PROGRESSING;
import static io.crawljob.crds.v1alpha1.ConditionType.REDIS_READY;
import static io.crawljob.crds.v1alpha1.ConditionType.WORKERS_READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.queue.RedisQueue;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong says so, and goes on by itself when it is mended. */
@ExtendWith(WithApiServer.class)
class MendsTest {

    private Installation at;
    private WorkerPlay worker;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        worker = new WorkerPlay(at.queue, "worker-1");
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void aConfigMapThatIsMissingIsNamedAndTheJobGoesOnOnceItIsThere() {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: listed}
                spec: {source: {urls: {configMapKeyRef: {name: urls, key: list.txt}}}}
                """);
        at.awaitSaid("listed", ACCEPTED, "False/ConfigMapNotFound");

        at.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: urls}
                data: {list.txt: "https://one.example.org/\\nhttps://two.example.org/\\n"}
                """);

        at.awaitSaid("listed", ACCEPTED, "True/PlanStored");
        assertThat(at.progress("listed").discovered()).isEqualTo(2);
    }

    @Test
    void aRedisThatIsAwayIsNamedAndNothingIsLostWhenItComesBack() {
        at.redis.kill();
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: early}
                spec: {source: {urls: {list: ["https://early.example.org/"]}}}
                """);
        at.awaitSaid("early", PROGRESSING, "False/RedisUnavailable");
        at.eventually(() -> at.queueSaid("default", REDIS_READY).equals("False/Unreachable"));

        at.redis.restart();

        at.awaitSaid("early", ACCEPTED, "True/PlanStored");
        at.eventually(() -> worker.fetchOne(at.key("early")));
        at.eventually(() -> at.said("early", FINISHED).startsWith("True"));
    }

    @Test
    void keysOfAJobThatWasDeletedWhileNoOperatorRanAreSweptAway() {
        var gone = at.applyBatch("gone", 2);
        var stays = at.applyBatch("stays", 2);
        at.stopOperator();
        at.delete("gone");

        at.startOperator();

        at.eventually(() -> !at.queue.jobs().registered().contains(gone));
        assertThat(at.queue.jobs().registered()).contains(stays);
    }

    @Test
    void anOperatorThatStartsAgainGoesOnWithTheWorkersThatItFinds() {
        at.applyBatch("going", 2);
        at.awaitReplicas("crawl-quick", 1);
        at.eventually(() -> at.queueSaid("quick", WORKERS_READY).equals("False/Starting"));
        var before = at.deployment("crawl-quick").orElseThrow().getMetadata().getGeneration();

        at.stopOperator();
        at.startOperator();
        at.eventually(() -> at.process().leads());

        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(30))
                .until(() -> at.deployment("crawl-quick")
                        .orElseThrow()
                        .getMetadata()
                        .getGeneration()
                        .equals(before));
    }

    @Test
    void anotherClustersPrefixIsRefusedAndItsJobsAreLeftAlone() {
        var theirs = at.applyBatch("theirs", 1);
        at.stopOperator();
        try (var queue = RedisQueue.connect(at.redis.settings("elsewhere"))) {
            queue.server().claim("another-cluster");
        }
        at.with("CRAWL_REDIS_PREFIX", "elsewhere");
        at.startOperator();

        at.eventually(() -> at.queueSaid("quick", REDIS_READY).equals("False/ForeignInstallation"));

        assertThat(at.queue.jobs().registered()).contains(theirs);
        assertThat(at.message("theirs", PROGRESSING)).contains("another-cluster");
    }

    @Test
    void oneObjectThatCannotBeReadDoesNotStopTheOthers() {
        try {
            loosenSchema();
            at.apply("""
                    apiVersion: crawljob.io/v1alpha1
                    kind: CrawlJob
                    metadata: {name: odd}
                    spec: {source: 7, limits: [1, 2]}
                    """);
            at.stopOperator();
            at.startOperator();

            at.applyBatch("good", 1);

            at.awaitSaid("odd", ACCEPTED, "False/InvalidSpec");
            assertThat(at.message("odd", ACCEPTED)).contains("cannot read");
        } finally {
            at.client
                    .resources(CrawlJob.class)
                    .inNamespace(at.namespace)
                    .withName("odd")
                    .delete();
            at.api.applyCrds();
        }
    }

    @Test
    void aRightThatIsMissingShowsAsAConditionThatNamesVerbAndResource() {
        at.stopOperator();
        at.startOperator(confined());

        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: default}
                spec: {}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: narrow}
                spec: {source: {urls: {configMapKeyRef: {name: urls, key: list.txt}}}}
                """);

        at.eventually(() -> at.queueSaid("default", WORKERS_READY).equals("False/Forbidden"));
        at.awaitSaid("narrow", ACCEPTED, "False/ConfigMapNotFound");
        assertThat(at.message("narrow", ACCEPTED))
                .contains("cannot get resource")
                .contains("configmaps");

        at.api
                .kubectl(
                        "create",
                        "rolebinding",
                        "all",
                        "-n",
                        at.namespace,
                        "--clusterrole=cluster-admin",
                        "--serviceaccount=" + at.namespace + ":operator")
                .orFail();
        at.eventually(() -> at.queueSaid("default", WORKERS_READY).equals("False/ScaledToZero"));
    }

    /** Everything of our own kinds and the lease, nothing else. */
    private Config confined() {
        var sa = at.namespace + ":operator";
        at.api
                .kubectl("create", "serviceaccount", "operator", "-n", at.namespace)
                .orFail();
        at.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: operator}
                rules:
                  - {apiGroups: [crawljob.io], resources: ["*"], verbs: ["*"]}
                  - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: ["*"]}
                """);
        at.api
                .kubectl(
                        "create",
                        "rolebinding",
                        "operator",
                        "-n",
                        at.namespace,
                        "--role=operator",
                        "--serviceaccount=" + sa)
                .orFail();
        var token = at.api
                .kubectl("create", "token", "operator", "-n", at.namespace, "--duration=1h")
                .orFail()
                .out()
                .strip();
        return at.as(token);
    }

    private void loosenSchema() {
        at.api
                .kubectl("patch", "crd", "crawljobs.crawljob.io", "--type=json", "-p", """
                [{"op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema",
                  "value": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}]""")
                .orFail();
        await().atMost(Installation.PATIENCE).ignoreExceptions().until(() -> {
            at.api
                    .kubectlWith("""
                    apiVersion: crawljob.io/v1alpha1
                    kind: CrawlJob
                    metadata: {name: loose}
                    spec: {source: 7}
                    """, "apply", "-n", at.namespace, "--dry-run=server")
                    .orFail();
            return true;
        });
    }
}
