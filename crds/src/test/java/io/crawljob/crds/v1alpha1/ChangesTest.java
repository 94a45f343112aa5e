package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which fields of a CrawlJob that is there may change. */
@ExtendWith(WithApiServer.class)
class ChangesTest {

    private static final String IMMUTABLE = "%s is immutable: delete the CrawlJob and create it again to change it";
    private static final String SEED_LIMIT =
            "a limit by seed cannot be added to a crawl that is there: delete the CrawlJob and create it again to set one";
    private static final String CANCELLED = "a cancelled crawl cannot go on: create a new CrawlJob";

    private static final Map<String, String> IMMUTABLE_FIELDS = Map.of(
            "source", "{site: {maxDepth: 3}}",
            "fetch", "{timeoutSeconds: 10}",
            "extract", "{links: true}",
            "process", "[{name: a, type: Http}]",
            "output", "{store: {maxRecords: 5}}");

    private static final Map<String, String> LIVE_FIELDS = Map.ofEntries(
            Map.entry("queueName", "other"),
            Map.entry("priority", "Urgent"),
            Map.entry("suspend", "true"),
            Map.entry("cancel", "true"),
            Map.entry("exclude", "[/b/]"),
            Map.entry("limits", "{maxPages: 5, maxSize: 1Gi, maxSizePerHost: 1Mi}"),
            Map.entry("politeness", "{delayMillis: 5}"),
            Map.entry("retry", "{limit: 0}"),
            Map.entry("notify", "[{name: a, on: [Failed], email: {to: [a@example.org]}}]"),
            Map.entry("failure", "{maxFailedPercent: 0}"),
            Map.entry("activeDeadlineSeconds", "60"),
            Map.entry("ttlSecondsAfterFinished", "0"),
            Map.entry("onQueueLost", "Fail"),
            Map.entry("rerun", "again"),
            Map.entry("retryFailed", "again"));

    /** Every message of a rule that speaks of a change. */
    static final List<String> MESSAGES = Stream.concat(
                    IMMUTABLE_FIELDS.keySet().stream().map(IMMUTABLE::formatted), Stream.of(CANCELLED, SEED_LIMIT))
            .toList();

    @SuppressWarnings("unused") // read by name
    private static final List<String> IMMUTABLE_NAMES = List.copyOf(IMMUTABLE_FIELDS.keySet());

    @SuppressWarnings("unused") // read by name
    private static final List<String> LIVE_NAMES = List.copyOf(LIVE_FIELDS.keySet());

    @ParameterizedTest
    @FieldSource("IMMUTABLE_NAMES")
    void whatACrawlIsCannotChange(String field, RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = job();
            server.create(job).orFail();

            var answer = server.patch(job, change(field, IMMUTABLE_FIELDS.getOrDefault(field, "")));

            assertThat(answer.message()).contains("spec." + field).contains(IMMUTABLE.formatted(field));
            assertThat(answer.code()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @FieldSource("LIVE_NAMES")
    void howItRunsMayChangeWhileItRuns(String field, RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = job();
            server.create(job).orFail();

            var changed = server.patch(job, change(field, LIVE_FIELDS.getOrDefault(field, "")))
                    .orFail();

            assertThat(changed.at("/metadata/generation").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aCancelCannotBeTakenBack(RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = job();
            server.create(job).orFail();
            server.patch(job, change("cancel", "true")).orFail();

            assertThat(server.patch(job, change("cancel", "false")).message())
                    .contains("spec.cancel")
                    .contains(CANCELLED);
            assertThat(server.patch(job, change("cancel", "null")).message())
                    .contains("spec.cancel")
                    .contains(CANCELLED);
            server.patch(job, change("priority", "Low")).orFail();
        }
    }

    /** What was found before there was one has no seed, and would pass by it. */
    @Test
    void aLimitBySeedMayBeRaisedAndTakenAwayButNotAddedToACrawlThatHasNone(RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = job();
            server.create(job).orFail();
            for (var limit : List.of("{maxPagesPerSeed: 5}", "{maxSizePerSeed: 5Mi}")) {
                assertThat(server.patch(job, change("limits", limit)).message())
                        .contains("spec.limits")
                        .contains(SEED_LIMIT);
            }

            var limited = Crds.manifest(
                    CrawlJob.class,
                    "limited",
                    "{source: {site: {seeds: ['https://example.org/']}}, limits: {maxPagesPerSeed: 5}}");
            server.create(limited).orFail();
            server.patch(limited, change("limits", "{maxPagesPerSeed: 7, maxSizePerSeed: 1Mi}"))
                    .orFail();
            server.patch(limited, change("limits", "{maxPagesPerSeed: null}")).orFail();
            server.patch(limited, change("limits", "null")).orFail();
        }
    }

    @Test
    void leavingOutWhatHasADefaultIsNoChange(RealApiServer api) {
        try (var server = Server.of(api)) {
            var job = job();
            server.create(job).orFail();

            for (var field : List.of("fetch", "extract", "process", "output")) {
                var unchanged = server.patch(job, change(field, "null")).orFail();

                assertThat(unchanged.at("/metadata/generation").asInt())
                        .as(field)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void everyFieldOfTheSpecIsOneOrTheOther() {
        var known = new ArrayList<>(IMMUTABLE_FIELDS.keySet());
        known.addAll(LIVE_FIELDS.keySet());

        assertThat(Crds.names(Crds.schema("crawljobs").at("/properties/spec/properties")))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theSpecOfAScheduleMayChange(RealApiServer api) {
        try (var server = Server.of(api)) {
            var schedule = Crds.manifest(
                    CrawlSchedule.class,
                    "a",
                    "{schedule: '@daily', jobTemplate: {spec: {source: {site: {seeds: ['https://a.org/']}}, cancel: true}}}");
            server.create(schedule).orFail();

            server.patch(
                            schedule,
                            change(
                                    "jobTemplate",
                                    "{spec: {cancel: false, fetch: {timeoutSeconds: 5}, source: {site: {maxDepth: 1}}}}"))
                    .orFail();
        }
    }

    private static ObjectNode job() {
        return Crds.manifest(
                CrawlJob.class, "a", "{source: {site: {seeds: ['https://example.org/']}}, exclude: [/a/]}");
    }

    private static JsonNode change(String field, String value) {
        return Crds.yaml("{spec: {%s: %s}}".formatted(field, value));
    }
}
