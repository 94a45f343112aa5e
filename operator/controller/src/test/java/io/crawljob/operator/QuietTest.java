package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.PROGRESSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.queue.Discovery;
import io.crawljob.queue.Lease;
import io.crawljob.queue.NewItem;
import io.crawljob.queue.PageItem;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much the operator asks of the API server, counted by the API server itself. */
@ExtendWith(WithApiServer.class)
class QuietTest {

    private static final Pattern REQUESTS = Pattern.compile(
            "apiserver_request_total\\{.*resource=\"([a-z]+)\".*subresource=\"([a-z]*)\".*verb=\"([A-Z]+)\".*} ([0-9.e+]+)");

    private Installation at;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void asksNothingWhileNothingHappens() {
        at.applyBatch("done", 1);
        var worker = new WorkerPlay(at.queue, "worker-1");
        at.eventually(() -> {
            worker.drain(at.key("done"));
            return at.said("done", COMPLETE).startsWith("True");
        });
        at.applyBatch("resting", 2, "suspend: true");
        at.awaitReplicas("crawl-quick", 0);
        // What has just happened is told in the queue's status at the latest after its interval.
        await().pollDelay(Duration.ofSeconds(12)).atMost(Installation.PATIENCE).until(() -> true);
        var before = requests();
        assertThat(before).containsKey("crawljobs status APPLY");

        await().pollDelay(Duration.ofSeconds(15)).atMost(Installation.PATIENCE).until(() -> true);

        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void writesARunningJobsStatusOnceInTwoSecondsAtTheMost() {
        var key = at.applyBatch("busy", 1);
        var worker = new WorkerPlay(at.queue, "worker-1");
        at.eventually(() -> worker.takeOne(key)
                .map(lease -> {
                    discover(worker, lease);
                    worker.fetch(key, lease);
                    return true;
                })
                .orElse(false));
        var writes = new AtomicInteger();
        try (var watch = at.client
                .resources(CrawlJob.class)
                .inNamespace(at.namespace)
                .withName("busy")
                .watch(counting(writes))) {
            assertThat(watch).isNotNull();
            await().during(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        worker.fetchOne(key);
                        return true;
                    });
        }

        // Twelve seconds and what the machine adds: one write to begin with, then one in two seconds.
        assertThat(writes.get()).isBetween(2, 9);
        assertThat(at.progress("busy").done()).isGreaterThan(1);
    }

    @Test
    void letsAsManyJobsRunAsTheQueueSaysAndTheNextWhenOneIsOver() {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: narrow}
                spec: {jobs: {maxRunning: 1}}
                """);
        at.apply(job("first"));
        at.awaitSaid("first", ACCEPTED, "True/PlanStored");
        at.apply(job("second"));
        at.awaitSaid("second", PROGRESSING, "False/WaitingForTurn");
        assertThat(at.message("second", PROGRESSING)).contains("queue narrow runs 1 of 1 jobs");
        var worker = new WorkerPlay(at.queue, "worker-1");
        assertThat(worker.take(at.key("second"), 1)).isEmpty();

        at.eventually(() -> worker.fetchOne(at.key("first")));
        at.eventually(() -> at.said("first", COMPLETE).startsWith("True"));

        at.eventually(() -> worker.fetchOne(at.key("second")));
        at.eventually(() -> at.said("second", COMPLETE).startsWith("True"));
    }

    @Test
    void makesNothingMoreInANamespaceThatGoesAway() {
        var key = at.applyBatch("leaving", 1);
        at.api.kubectl("delete", "namespace", at.namespace, "--wait=false").orFail();
        at.api
                .kubectl("delete", "crawljobs,crawlqueues", "--all", "-n", at.namespace, "--wait=false")
                .orFail();
        at.api
                .kubectl("delete", "deployment", "crawl-quick", "-n", at.namespace, "--wait=false")
                .orFail();

        at.eventually(() -> !at.queue.jobs().registered().contains(key));
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(20))
                .until(() -> at.deployment("crawl-quick").isEmpty());
    }

    private static void discover(WorkerPlay worker, Lease lease) {
        var links = IntStream.range(0, 200)
                .mapToObj(i -> "https://host-%d.example.org/".formatted(i))
                .map(url -> new NewItem(
                        "host:" + url.substring(8, url.length() - 1),
                        url.hashCode(),
                        1,
                        new PageItem(url, null, false).encode()))
                .toList();
        Discovery discovery = worker.discover(lease, links);
        assertThat(discovery).isNotNull();
    }

    private static String job(String name) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec: {queueName: narrow, source: {urls: {list: ["https://%s.example.org/"]}}}
                """.formatted(name, name);
    }

    private static Watcher<CrawlJob> counting(AtomicInteger writes) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, CrawlJob job) {
                if (action == Action.MODIFIED) writes.incrementAndGet();
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    /** Requests for what the operator works with, by resource and verb; without its lease, and without watches that are opened again. */
    private Map<String, Double> requests() {
        var counts = new TreeMap<String, Double>();
        at.api.kubectl("get", "--raw", "/metrics").orFail().out().lines().forEach(line -> {
            var match = REQUESTS.matcher(line);
            if (!match.matches() || match.group(3).equals("WATCH")) return;
            var resource = match.group(1);
            if (resource.startsWith("crawl")
                    || resource.equals("deployments")
                    || resource.equals("secrets")
                    || resource.equals("serviceaccounts")
                    || resource.equals("networkpolicies")
                    || resource.equals("pods")
                    || resource.equals("events")) {
                counts.merge(
                        resource + " " + match.group(2) + " " + match.group(3),
                        Double.valueOf(match.group(4)),
                        Double::sum);
            }
        });
        return counts;
    }
}
