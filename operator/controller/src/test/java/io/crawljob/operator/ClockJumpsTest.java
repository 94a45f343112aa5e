package io.crawljob.operator;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.crds.v1alpha1.CrawlSchedule;
import io.crawljob.queue.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator's process whose machine's clock is set, while it runs, over times at which crawls are due. */
@ExtendWith(WithApiServer.class)
class ClockJumpsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAST = Duration.ofMinutes(10);

    /** Of tomorrow: by an earlier clock than the API server's, its certificate would not be valid yet. */
    private final Instant hour = Instant.now().truncatedTo(HOURS).plus(1, DAYS);

    private Installation at;
    private SettableClock clock;
    private int touched = 1;

    @BeforeEach
    void install(RealApiServer api) throws IOException {
        clock = SettableClock.start();
        at = Installation.of(api);
        at.stopOperator();
    }

    @AfterEach
    void close() throws IOException {
        at.close();
        clock.close();
    }

    @Test
    void noCrawlIsDoubledOrLostWhenTheClockIsSetForwardAndBackOverSeveralTimes() throws IOException {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlSchedule
                metadata: {name: hourly}
                spec:
                  schedule: 0 * * * *
                  concurrencyPolicy: Allow
                  jobTemplate: {spec: {source: {urls: {list: ["https://example.org/"]}}}}
                """);
        Map<String, String> ahead;
        setClock(0);
        try (var operator = operator("operator-1")) {
            awaitLast(0);

            // Nobody touches anything: it sees by itself that its clock has gone on by three crawls.
            setClock(3);
            awaitLast(3);
            ahead = crawls();
            assertThat(ahead.keySet()).containsExactlyInAnyOrder(name(0), name(3));

            // Its clock is right again, and goes on.
            for (var hours : new int[] {0, 1, 2}) {
                setClock(hours);
                touch();
                awaitLast(hours);
            }
            assertThat(operator.ended()).isEmpty();
        }
        try (var another = operator("operator-2")) {
            for (var hours : new int[] {3, 4}) {
                setClock(hours);
                touch();
                awaitLast(hours);
            }
            assertThat(another.ended()).isEmpty();
        }

        var uids = crawls();
        assertThat(uids.keySet()).containsExactlyInAnyOrder(name(0), name(1), name(2), name(3), name(4));
        assertThat(uids).containsAllEntriesOf(ahead);
    }

    /** Without an election: a process whose every look at the clock reads a file is too slow for one on a machine under load. */
    private OperatorChild operator(String name) throws IOException {
        var environment = new HashMap<>(clock.environment());
        environment.put("CRAWL_LEADER_ELECTION", "false");
        return OperatorChild.start(at, name, environment);
    }

    private void setClock(int hours) throws IOException {
        clock.set(Duration.between(Instant.now(), hour.plus(hours, HOURS).plus(PAST)));
    }

    private void awaitLast(int hours) {
        at.within(PATIENCE, () -> {
            var status = schedule().getStatus();
            return status != null && hour.plus(hours, HOURS).equals(status.lastScheduleTime());
        });
    }

    /** It looks each minute by itself, and at once when the spec changes. */
    private void touch() {
        at.patchSchedule("hourly", "{\"spec\":{\"failedJobsHistoryLimit\":%d}}".formatted(++touched));
    }

    private String name(int hours) {
        return "hourly-" + hour.plus(hours, HOURS).getEpochSecond() / 60;
    }

    private CrawlSchedule schedule() {
        return at.client
                .resources(CrawlSchedule.class)
                .inNamespace(at.namespace)
                .withName("hourly")
                .require();
    }

    /** Uids by name. */
    private Map<String, String> crawls() {
        return at
                .client
                .resources(CrawlJob.class)
                .inNamespace(at.namespace)
                .withLabel("crawljob.io/schedule", "hourly")
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(
                        it -> it.getMetadata().getName(), it -> it.getMetadata().getUid()));
    }
}
