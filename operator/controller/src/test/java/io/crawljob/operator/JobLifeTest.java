package io.crawljob.operator;

import static io.crawljob.crds.v1alpha1.ConditionType.ACCEPTED;
import static io.crawljob.crds.v1alpha1.ConditionType.COMPLETE;
import static io.crawljob.crds.v1alpha1.ConditionType.FINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class JobLifeTest {

    private static final String BATCH = """
            apiVersion: crawljob.io/v1alpha1
            kind: CrawlJob
            metadata: {name: batch}
            spec:
              source:
                urls:
                  list: [https://a.example.org/1, https://b.example.org/2]
            """;

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
    void goesFromApplyToComplete() {
        at.apply(BATCH);

        await().atMost(Installation.PATIENCE)
                .until(() -> at.said("batch", ACCEPTED).startsWith("True"));
        var key = at.key("batch");
        await().atMost(Installation.PATIENCE)
                .until(() -> at.client
                                .apps()
                                .deployments()
                                .inNamespace(at.namespace)
                                .withName("crawl-default")
                                .get()
                        != null);
        await().atMost(Installation.PATIENCE).until(() -> {
            worker.take(key, 4).forEach(lease -> worker.fetch(key, lease));
            return at.said("batch", FINISHED).startsWith("True");
        });

        assertThat(at.said("batch", COMPLETE)).isEqualTo("True/Succeeded");
        assertThat(at.progress("batch").summary()).isEqualTo("2/2");
        assertThat(at.progress("batch").done()).isEqualTo(2);
    }
}
