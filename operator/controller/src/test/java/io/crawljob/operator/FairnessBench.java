package io.crawljob.operator;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueKey;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/** What one namespace's jobs wait for, a second apart, alone and beside a thousand jobs of another namespace: a case of {@link OperatorBench}. */
final class FairnessBench {

    private FairnessBench() {}

    static void run(RealApiServer api) throws Exception {
        for (var flood : new int[] {0, 1_000}) {
            try (var at = Installation.of(api, Map.of("CRAWL_LEADER_ELECTION", "false"))) {
                var quiet = api.newNamespace();
                at.stopOperator();
                at.with("CRAWL_WATCH_NAMESPACES", at.namespace + "," + quiet);
                at.startOperator();
                at.applyBatch("warm", 1);
                at.client.resource(queue()).inNamespace(quiet).create();
                // All of them are there before the clock runs: creating them is not the operator's work.
                OperatorBench.each(flood, i -> OperatorBench.create(at, at.namespace, "flood-" + i));
                var waits = new ArrayList<Waits>();
                var worker = new QuietWorker(at, new QueueKey(quiet, "quick"));
                try {
                    for (var i = 0; i < 30; i++) {
                        at.within(Duration.ofMinutes(1), new OperatorBench.Elapsed(Duration.ofSeconds(1))::over);
                        waits.add(waits(at, quiet, "single-" + i, worker));
                    }
                } finally {
                    worker.end();
                }
                sayWaits(flood, "first status", waits, Waits::status);
                sayWaits(flood, "page in a worker's hand", waits, Waits::inHand);
                sayWaits(flood, "Finished", waits, Waits::finished);
            }
        }
    }

    /** Each in ms from the create. */
    private record Waits(long status, long inHand, long finished) {}

    private static Waits waits(Installation at, String namespace, String name, QuietWorker worker) {
        var created = System.nanoTime();
        var status = OperatorBench.firstStatus(at, namespace, name);
        at.client
                .resources(CrawlJob.class)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(it -> OperatorBench.is(it, ConditionType.FINISHED), 1, TimeUnit.MINUTES);
        var finished = Duration.ofNanos(System.nanoTime() - created).toMillis();
        return new Waits(status, Duration.ofNanos(worker.lastTook() - created).toMillis(), finished);
    }

    private static void sayWaits(int flood, String until, List<Waits> waits, ToLongFunction<Waits> which) {
        var millis = waits.stream().mapToLong(which).sorted().toArray();
        System.out.printf(
                "fair: beside %d jobs of another namespace: %s after %d ms (median), %d ms (95th of 30)%n",
                flood, until, millis[15], millis[28]);
    }

    /** Takes what a queue has, and looks again each 5 ms. */
    private static final class QuietWorker {

        private final Installation at;
        private final QueueKey queue;
        private final Thread thread;
        private volatile long lastTook = System.nanoTime();
        private volatile boolean over;

        QuietWorker(Installation at, QueueKey queue) {
            this.at = at;
            this.queue = queue;
            this.thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            var worker = new WorkerPlay(at.queue, "worker-1");
            while (!over) {
                for (JobKey key :
                        at.queue.frontier().pick(queue, "worker-1", 32).jobs()) {
                    worker.takeOne(key).ifPresent(lease -> {
                        lastTook = System.nanoTime();
                        worker.fetch(key, lease);
                    });
                }
                LockSupport.parkNanos(5_000_000);
            }
        }

        long lastTook() {
            return lastTook;
        }

        void end() throws InterruptedException {
            over = true;
            thread.join();
        }
    }

    private static CrawlQueue queue() {
        return Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: quick}
                spec: {workers: {scaleDownStabilizationSeconds: 0}}
                """, CrawlQueue.class);
    }
}
