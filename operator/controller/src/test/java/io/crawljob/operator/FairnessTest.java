package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many jobs of one namespace beside one of another. */
@ExtendWith(WithApiServer.class)
class FairnessTest {

    private static final int FLOOD = 200;
    /** Of twenty writes a second: what is under way when the other job comes, and a second for its reconcile to be reached. */
    private static final int MOST_BEFORE = 40;

    private Installation at;
    private String quiet;

    @BeforeEach
    void install(RealApiServer api) {
        at = Installation.of(api);
        quiet = api.newNamespace();
        at.stopOperator();
        at.with("CRAWL_WATCH_NAMESPACES", at.namespace + "," + quiet);
        at.startOperator();
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void aJobIsToldOfBeforeTheFloodOfAnotherNamespace() {
        // The API server has just learnt of the kind, and lets nobody watch it for a moment.
        at.applyBatch("warm", 1);
        var flood = new CopyOnWriteArrayList<Long>();
        var told = new CopyOnWriteArrayList<Long>();
        try (var ofFlood = watch(at.namespace, flood);
                var ofQuiet = watch(quiet, told)) {
            assertThat(List.of(ofFlood, ofQuiet)).hasSize(2);
            at.stopOperator();
            // Faster than the operator could tell of them, on whatever machine.
            IntStream.range(0, FLOOD).forEach(i -> create(at.namespace, "flood-" + i));
            flood.clear();
            at.startOperator();
            at.eventually(() -> !flood.isEmpty());
            var created = version(create(quiet, "single"));
            at.eventually(() -> !told.isEmpty());
            at.eventually(() -> flood.size() >= FLOOD);

            var before = flood.stream().filter(version -> version < created).count();
            var between = flood.stream()
                    .filter(version -> version > created && version < told.getFirst())
                    .count();
            assertThat(FLOOD - before).as("still to be told of").isGreaterThan(2L * MOST_BEFORE);
            assertThat(between).isLessThanOrEqualTo(MOST_BEFORE);
        }
    }

    private CrawlJob create(String namespace, String name) {
        var job = Serialization.unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %1$s}
                spec: {suspend: true, source: {urls: {list: ["https://%1$s.example.org/"]}}}
                """.formatted(name), CrawlJob.class);
        return at.client.resource(job).inNamespace(namespace).create();
    }

    /** Keeps the versions of the writes to jobs that are there. */
    private Watch watch(String namespace, List<Long> writes) {
        return at.client.resources(CrawlJob.class).inNamespace(namespace).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, CrawlJob job) {
                if (action == Action.MODIFIED) writes.add(version(job));
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    private static long version(CrawlJob job) {
        return Long.parseLong(job.getMetadata().getResourceVersion());
    }
}
