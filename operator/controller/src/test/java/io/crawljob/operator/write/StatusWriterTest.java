package io.crawljob.operator.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.write.StatusWriter.Result;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statuses on a real API server, by two operators that know nothing of each other. */
@ExtendWith(WithApiServer.class)
class StatusWriterTest {

    private ApiServer cluster;
    private Resource<CrawlJob> job;
    private final LastWritten<CrawlJobStatus> mine = new LastWritten<>();
    private final LastWritten<CrawlJobStatus> theirs = new LastWritten<>();

    @BeforeEach
    void connect(RealApiServer api) {
        cluster = ApiServer.connect(
                ApiServer.Address.of(Config.fromKubeconfig(api.kubeconfig().toFile())), Clock.systemUTC());
        job = cluster.client().resource(made("")).inNamespace(api.newNamespace());
        job.create();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aStatusThatComesAfterANewerOneChangesNothing() {
        var seen = job.get();
        assertThat(writer().write(seen, status("done"), theirs)).isInstanceOf(Result.Written.class);

        assertThat(writer().write(seen, status("waits"), mine)).isInstanceOf(Result.Later.class);

        assertThat(message()).contains("done");
        assertThat(writer().write(job.get(), status("waits"), mine)).isInstanceOf(Result.Written.class);
        assertThat(message()).contains("waits");
    }

    @Test
    void whatAnotherHasChangedOfTheObjectIsSeenBeforeItsStatusIsWritten() {
        var seen = job.get();
        job.edit(it -> {
            it.getMetadata().setLabels(Map.of("team", "docs"));
            return it;
        });

        assertThat(writer().write(seen, status("waits"), mine)).isInstanceOf(Result.Later.class);

        assertThat(message()).isEmpty();
    }

    @Test
    void oneAfterTheOtherIsWrittenAlsoBeforeTheCacheShowsTheFirst() {
        var seen = job.get();

        assertThat(writer().write(seen, status("one"), mine)).isInstanceOf(Result.Written.class);
        assertThat(writer().write(seen, status("two"), mine)).isInstanceOf(Result.Written.class);

        assertThat(message()).contains("two");
        assertThat(mine.of(seen))
                .hasValueSatisfying(it -> assertThat(it.message()).isEqualTo("two"));
    }

    @Test
    void anObjectThatWasMadeAnewUnderTheNameIsAnotherOne() {
        var seen = job.get();
        job.delete();
        assertThat(writer().write(seen, status("done"), mine)).isInstanceOf(Result.Gone.class);
        job.create();

        assertThat(writer().write(seen, status("done"), mine)).isInstanceOf(Result.Later.class);

        assertThat(message()).isEmpty();
    }

    private StatusWriter writer() {
        return new StatusWriter(
                cluster, new WritePace(1_000, Duration.ZERO), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private Optional<String> message() {
        return Optional.ofNullable(job.get().getStatus()).map(CrawlJobStatus::message);
    }

    private CrawlJob status(String message) {
        var job = made("status: {message: %s}".formatted(message));
        job.setSpec(null);
        return job;
    }

    private CrawlJob made(String more) {
        return cluster.client().getKubernetesSerialization().unmarshal("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: one}
                spec: {suspend: true, source: {urls: {list: ["https://a.example/"]}}}
                """ + more, CrawlJob.class);
    }
}
