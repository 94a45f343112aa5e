package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site whose whole graph is known: what is recorded, dead and left alone is just what it says itself. */
class TruthTest {

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-truth");

    @RegisterExtension
    static final Site SITE = Site.ofTruth("10.244.0.4");

    private static JsonNode truth;
    private static Crawl crawl;

    @BeforeAll
    static void crawlIt() {
        truth = Site.truth("Domain");
        TENANT.hostPolicy("truth.test", 20, 4);
        TENANT.hostPolicy("*.truth.test", 20, 4);
        TENANT.queue("default", "workers: {max: 2}");
        crawl = TENANT.crawl("truth", """
                source:
                  site:
                    seeds: %s
                    within: Domain
                    maxDepth: %s
                exclude: %s
                retry: {limit: %s, backoff: {initialSeconds: 1, factor: 2, maxSeconds: 5}}
                """.formatted(
                        truth.path("seeds"), truth.path("maxDepth"), truth.path("exclude"), truth.path("retryLimit")))
                .awaitComplete(Duration.ofMinutes(5));
    }

    @Test
    void recordsAreThoseOfTheTruthWithTheirTitlesAndTypes() {
        var records = new TreeMap<String, JsonNode>();
        crawl.records().forEach(record -> records.put(record.path("finalUrl").asText(), record));

        var softly = new SoftAssertions();
        softly.assertThat(records.keySet()).isEqualTo(names(truth.path("records")));
        truth.path("records").properties().forEach(expected -> {
            var record = records.getOrDefault(expected.getKey(), Kubectl.json("{}"));
            softly.assertThat(record.path("title").asText(""))
                    .as("title of %s", expected.getKey())
                    .isEqualTo(expected.getValue().path("title").asText(""));
            softly.assertThat(record.path("contentType").asText())
                    .as("type of %s", expected.getKey())
                    .isEqualTo(expected.getValue().path("contentType").asText());
            softly.assertThat(texts(expected.getValue().path("urls")))
                    .contains(record.path("url").asText());
        });
        softly.assertAll();
    }

    @Test
    void eachUrlIsRecordedOnce() {
        assertThat(crawl.recordedUrls()).doesNotHaveDuplicates();
    }

    @Test
    void countersAreThoseOfTheTruth() {
        var progress = crawl.status().path("progress");

        for (var counter : List.of("discovered", "done", "failed", "excluded")) {
            assertThat(progress.path(counter).asLong())
                    .as(counter)
                    .isEqualTo(truth.path("progress").path(counter).asLong());
        }
        assertThat(progress.path("waiting").asLong()
                        + progress.path("delayed").asLong()
                        + progress.path("leased").asLong())
                .isZero();
    }

    @Test
    void nothingIsAskedForThatShouldNotBeAndEachPageAsOftenAsItHasTo() {
        Map<String, Long> hits = SITE.hits().stream()
                .map(Hit::url)
                .filter(url -> !url.endsWith("/robots.txt") && !url.contains("sitemap") && !url.contains("/maps/"))
                .collect(Collectors.groupingBy(url -> url, TreeMap::new, Collectors.counting()));

        var softly = new SoftAssertions();
        truth.path("hits")
                .properties()
                .forEach(expected -> softly.assertThat(hits.getOrDefault(expected.getKey(), 0L))
                        .as("requests for %s", expected.getKey())
                        .isBetween(
                                expected.getValue().path(0).asLong(),
                                expected.getValue().path(1).asLong()));
        var unexpected = new ArrayList<>(hits.keySet());
        unexpected.removeAll(names(truth.path("hits")));
        softly.assertThat(unexpected).as("URLs that nobody should ask for").isEmpty();
        softly.assertAll();
    }

    @Test
    void failuresAreClassedWithASample() {
        var failures = crawl.status().path("failures");

        assertThat(failures.findValuesAsText("class")).contains("Http4xx", "Http5xx");
        failures.forEach(failure -> assertThat(names(truth.path("dead")))
                .contains(failure.path("sampleUrl").asText()));
    }

    @Test
    void workersNameThemselvesAndRobotsTxtIsReadOnceForEachHost() {
        assertThat(SITE.hits()).allSatisfy(hit -> assertThat(hit.agent()).startsWith("crawljob-e2e/0.1 (+http"));
        assertThat(SITE.hits("truth.test").stream().filter(hit -> hit.target().equals("/robots.txt")))
                .hasSizeBetween(1, 2);
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
