package io.crawljob.operator.queuestatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus;
import io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason;
import io.crawljob.operator.Counts;
import io.crawljob.operator.Given;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.queuestatus.RedisFacts.Answered;
import io.crawljob.operator.scale.Scaling;
import io.crawljob.operator.scale.Size;
import io.crawljob.operator.workers.WorkersView;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueStatusProjectorTest {

    private static final Backlog EMPTY = new Backlog(List.of(), 0, 0, 0);

    @Test
    void sumsItsJobsAndNamesTheReasonOfItsSize() {
        var jobs = List.of(
                Counts.running().waiting(10).leased(2).done(30).failed(10).snapshot(),
                Counts.running().waiting(5).delayed(1, Given.NOW).done(60).snapshot());

        var status = QueueStatusProjector.project(seen(
                "{}",
                good(),
                Given.workers(3, 2),
                new Scaling(new Size(3, SizeReason.HOST_BOUND), null),
                new Backlog(jobs, 2, 4, 120)));

        assertThat(status.workers()).isEqualTo(new CrawlQueueStatus.WorkerCount(3, 2, SizeReason.HOST_BOUND));
        assertThat(status.jobs()).isEqualTo(new CrawlQueueStatus.JobCount(2, 4));
        assertThat(status.waiting()).isEqualTo(15);
        assertThat(status.leased()).isEqualTo(2);
        assertThat(status.delayed()).isEqualTo(1);
        assertThat(status.deadLetters()).isEqualTo(10);
        assertThat(status.errorPercent()).isEqualTo(10);
        assertThat(status.pagesPerMinute()).isEqualTo(120);
        has(status, ConditionType.READY, Status.TRUE, "WorkersReady");
        has(status, ConditionType.REDIS_READY, Status.TRUE, "RedisReady");
    }

    @Test
    void aQueueWithoutWorkIsReady() {
        var status = project("{}", good());

        has(status, ConditionType.WORKERS_READY, Status.FALSE, "ScaledToZero");
        has(status, ConditionType.READY, Status.TRUE, "ScaledToZero");
        assertThat(status.errorPercent()).isNull();
    }

    @Test
    void workersThatCannotComeMakeItUnready() {
        var stuck = new WorkersView(1, 0, null, "exceeded quota: compute", List.of());

        var status = QueueStatusProjector.project(seen("{}", good(), stuck, Scaling.found(1), EMPTY));

        has(status, ConditionType.READY, Status.FALSE, "QuotaExceeded");
    }

    @ParameterizedTest
    @CsvSource({
        "7.0.15, false, noeviction, true, true, 10, 100, false, RedisReady, true",
        "6.2.11, false, , true, true, 10, 0, false, RedisReady, true",
        "6.0.16, false, noeviction, true, true, 10, 100, false, VersionTooOld, false",
        "5.9.1, true, noeviction, true, true, 10, 100, false, RedisReady, true",
        "7.0.15, false, allkeys-lru, true, true, 10, 100, false, EvictionPolicy, false",
        "7.0.15, false, noeviction, false, true, 10, 100, false, NoPersistence, true",
        "7.0.15, false, noeviction, false, false, 10, 100, false, RedisReady, true",
        "7.0.15, false, noeviction, true, true, 81, 100, false, MemoryLow, true",
        "7.0.15, false, noeviction, true, true, 10, 100, true, ReadOnly, false"
    })
    void judgesItsRedis(
            String version,
            boolean valkey,
            String policy,
            boolean persistent,
            boolean wanted,
            long used,
            long max,
            boolean readOnly,
            String reason,
            boolean ready) {
        var redis = new Answered(version, valkey, policy, persistent, wanted, used << 20, max << 20, readOnly);

        var status = project("{}", redis);

        has(status, ConditionType.REDIS_READY, reason.equals("RedisReady") ? Status.TRUE : Status.FALSE, reason);
        has(status, ConditionType.READY, ready ? Status.TRUE : Status.FALSE, ready ? "ScaledToZero" : reason);
    }

    @Test
    void aRedisThatIsAwayOrSomebodyElsesIsNamed() {
        var away = project("{}", new RedisFacts.Unreachable("redis.example:6379 refuses the connection"));
        var foreign = project("{}", new RedisFacts.Foreign("crawl", "cluster-b"));

        has(away, ConditionType.REDIS_READY, Status.FALSE, "Unreachable");
        has(foreign, ConditionType.REDIS_READY, Status.FALSE, "ForeignInstallation");
        assertThat(find(foreign, ConditionType.REDIS_READY).message())
                .contains("crawl")
                .contains("cluster-b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{workers: {proxy: 'https://p.example'}} | spec.workers.proxy other than http://host:port",
                "{workers: {proxy: 'http://user:pw@p.example:3128'}} | spec.workers.proxy other than http://host:port",
            })
    void whatALaterVersionDoesIsToldByName(String spec, String field) {
        var status = project(spec, good());

        has(status, ConditionType.READY, Status.FALSE, "NotSupportedYet");
        assertThat(find(status, ConditionType.READY).message()).endsWith(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{workers: {proxy: 'http://p.example:3128'}}", "{workers: {caBundle: {name: a, key: b}}}"})
    void proxiesAndCertificatesOfAQueueAreTaken(String spec) {
        has(project(spec, good()), ConditionType.READY, Status.TRUE, "ScaledToZero");
    }

    @Test
    void timesAloneAreNotWorthAWrite() {
        var first = project("{}", good());
        var later = new QueueObservation(
                queue("{}"), good(), Given.workers(0, 0), Scaling.found(0), EMPTY, Given.NOW.plusSeconds(60));

        assertThat(QueueStatusProjector.differs(first, QueueStatusProjector.project(later)))
                .isFalse();
        assertThat(QueueStatusProjector.differs(null, first)).isTrue();
    }

    private static CrawlQueueStatus project(String spec, RedisFacts redis) {
        return QueueStatusProjector.project(seen(spec, redis, Given.workers(0, 0), Scaling.found(0), EMPTY));
    }

    private static QueueObservation seen(
            String spec, RedisFacts redis, WorkersView workers, Scaling scaling, Backlog backlog) {
        Instant now = Given.NOW;
        return new QueueObservation(queue(spec), redis, workers, scaling, backlog, now);
    }

    private static CrawlQueue queue(String spec) {
        var queue = new CrawlQueue();
        queue.setMetadata(
                new ObjectMetaBuilder().withName("default").withGeneration(1L).build());
        queue.setSpec(Given.yaml(spec, CrawlQueueSpec.class));
        return queue;
    }

    private static RedisFacts good() {
        return new Answered("7.0.15", false, "noeviction", true, true, 1, 100, false);
    }

    private static Condition find(CrawlQueueStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    private static void has(CrawlQueueStatus status, ConditionType type, Status expected, String reason) {
        assertThat(find(status, type).reason()).isEqualTo(reason);
        assertThat(find(status, type).status()).isEqualTo(expected);
    }
}
