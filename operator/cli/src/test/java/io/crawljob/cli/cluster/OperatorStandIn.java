package io.crawljob.cli.cluster;

import io.crawljob.cli.manifest.Resources;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.lifecycle.NextSteps;
import io.crawljob.operator.plan.PlanMapper;
import io.crawljob.operator.plan.PlanSettings;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.plan.Validated;
import io.crawljob.operator.readapi.ReadApi;
import io.crawljob.operator.readapi.ReviewedAccess;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Outcome;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Settlement;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The operator's read API over a real Redis, installed in the API server as the chart installs it; what else an operator does, the test says. */
final class OperatorStandIn implements AutoCloseable {

    private final RealApiServer server;
    private final KubernetesClient client;
    private final RedisServerProcess redis;
    private final RedisQueue queue;
    private final ReadApi api;
    private final String home;

    private OperatorStandIn(RealApiServer server, KubernetesClient client, RedisServerProcess redis, RedisQueue queue)
            throws IOException {
        this.home = server.newNamespace();
        this.server = server;
        this.client = client;
        this.redis = redis;
        this.queue = queue;
        this.api = ReadApi.start(0, new ReviewedAccess(client), this::find, queue.jobs());
    }

    static OperatorStandIn start(RealApiServer server) throws IOException {
        var redis = RedisServerProcess.start();
        var operator = new OperatorStandIn(server, server.client(), redis, RedisQueue.connect(redis.settings()));
        var namespace = operator.home;
        server.kubectlWith(operator.service(namespace), "apply").orFail();
        // The proxy goes only to an address that a pod has.
        server.kubectl(
                        "patch",
                        "pod",
                        "crawljob",
                        "-n",
                        namespace,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":{\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}".formatted(ownAddress()))
                .orFail();
        return operator;
    }

    String address() {
        return "http://127.0.0.1:" + api.port();
    }

    CrawlJob job(String namespace, String name) {
        return client.resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** One page is done, and its record in the result store. */
    void crawl(CrawlJob job) {
        var settings = new PlanSettings("Test/1.0 (+https://example.org/bot)", false);
        var validated = (Validated.Accepted) PlanMapper.map(job, settings, References.queueOnly());
        var key = NextSteps.key(job);
        queue.jobs().open(validated.plan());
        queue.jobs().seed(key, validated.seeds());
        queue.jobs().seeded(key);
        var lease = queue.frontier().lease(key, "worker-1", 1).leases().getFirst();
        var done = new Outcome.Fetched(1, "{\"url\":\"https://example.org/\"}", null);
        queue.frontier().settle(key, "worker-1", List.of(new Settlement(lease.token(), done)));
    }

    void emit(CrawlJob job, String json) {
        queue.jobs().emit(NextSteps.key(job), "Normal", json);
    }

    /** As a leader that renewed its lease at that time. */
    void leads(Instant renewed) {
        server.kubectlWith("""
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: { name: crawljob-operator, namespace: %s }
                spec: { holderIdentity: operator-0, renewTime: "%s" }
                """.formatted(home, renewed.truncatedTo(ChronoUnit.MICROS)), "apply")
                .orFail();
    }

    /** Writes the status of a finished job. */
    void say(String namespace, String name, String condition, String reason) {
        var job = job(namespace, name);
        job.setStatus(Resources.read(
                """
                observedGeneration: %d
                run: 1
                conditions:
                - { type: %s, status: "True", reason: %s, message: "it ended", lastTransitionTime: "2026-11-22T10:00:00Z" }
                - { type: Finished, status: "True", reason: %s, message: "it ended", lastTransitionTime: "2026-11-22T10:00:00Z" }
                """.formatted(job.getMetadata().getGeneration(), condition, reason, reason), CrawlJobStatus.class));
        client.resource(job).patchStatus();
    }

    /** Of a ServiceAccount that may read CrawlJobs in its own namespace alone. */
    String tokenOfTenant(String namespace) {
        server.kubectl("create", "serviceaccount", "tenant", "-n", namespace).orFail();
        server.kubectl("create", "role", "tenant", "-n", namespace, "--verb=get", "--resource=crawljobs.crawljob.io")
                .orFail();
        server.kubectl(
                        "create",
                        "rolebinding",
                        "tenant",
                        "-n",
                        namespace,
                        "--role=tenant",
                        "--serviceaccount=" + namespace + ":tenant")
                .orFail();
        return server.kubectl("create", "token", "tenant", "-n", namespace, "--audience=crawljob.io")
                .orFail()
                .out()
                .strip();
    }

    private Optional<JobKey> find(String namespace, String name) {
        return Optional.ofNullable(client.resources(CrawlJob.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(NextSteps::key);
    }

    /** As in the chart, with this process as its only pod. */
    private String service(String namespace) throws IOException {
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: crawljob
                  namespace: %1$s
                  labels: { crawljob.io/read-api: "true" }
                  annotations: { crawljob.io/reader: crawljob-reader }
                spec:
                  clusterIP: None
                  ports: [{ name: api, port: %2$d }]
                ---
                apiVersion: v1
                kind: Endpoints
                metadata: { name: crawljob, namespace: %1$s }
                subsets:
                - addresses: [{ ip: "%3$s", targetRef: { kind: Pod, name: crawljob, namespace: %1$s } }]
                  ports: [{ name: api, port: %2$d }]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: { name: default, namespace: %1$s }
                ---
                apiVersion: v1
                kind: Pod
                metadata: { name: crawljob, namespace: %1$s }
                spec:
                  automountServiceAccountToken: false
                  containers: [{ name: operator, image: crawljob/operator }]
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: { name: crawljob-reader, namespace: %1$s }
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: { name: crawljob-reader }
                rules: [{ apiGroups: [crawljob.io], resources: [crawljobs], verbs: [get, update] }]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: { name: crawljob-reader }
                roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: crawljob-reader }
                subjects: [{ kind: ServiceAccount, name: crawljob-reader, namespace: %1$s }]
                """.formatted(namespace, api.port(), ownAddress());
    }

    /** The API server takes no loopback address for an endpoint. */
    private static String ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no address but loopback's"));
    }

    @Override
    public void close() {
        api.close();
        queue.close();
        redis.close();
        client.close();
    }
}
