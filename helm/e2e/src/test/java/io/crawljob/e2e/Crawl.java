package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** One CrawlJob on the cluster, as its user follows it. */
record Crawl(Kubectl kubectl, String name) {

    private static final Duration POLL = Duration.ofSeconds(1);

    JsonNode json() {
        return kubectl.get("crawljob", name);
    }

    String uid() {
        return json().at("/metadata/uid").asText();
    }

    JsonNode status() {
        return json().path("status");
    }

    long progress(String counter) {
        return status().path("progress").path(counter).asLong();
    }

    /** {@code True/Succeeded: message}, or {@code -} when the condition is not there. */
    String condition(String type) {
        for (var condition : status().path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return "%s/%s: %s"
                        .formatted(
                                condition.path("status").asText(),
                                condition.path("reason").asText(),
                                condition.path("message").asText());
            }
        }
        return "-";
    }

    /** Waits until the condition begins like this, such as {@code False/ConfigMapNotFound}. */
    String awaitCondition(String type, String beginning, Duration atMost) {
        await(name + ": " + type + " " + beginning)
                .atMost(atMost)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(condition(type)).startsWith(beginning));
        return condition(type);
    }

    /** Waits as a person does: {@code kubectl wait --for=condition=Finished}. */
    Crawl awaitFinished(Duration atMost) {
        Commands.runWith(
                        "",
                        atMost.plusSeconds(10),
                        List.of(
                                "kubectl",
                                "--namespace",
                                kubectl.namespace(),
                                "wait",
                                "crawljob/" + name,
                                "--for=condition=Finished",
                                "--timeout=" + atMost.toSeconds() + "s"))
                .orFail();
        return this;
    }

    Crawl awaitComplete(Duration atMost) {
        awaitFinished(atMost);
        assertThat(condition("Complete")).startsWith("True/");
        return this;
    }

    /** All records, as {@code crawl results} prints them. */
    List<JsonNode> records() {
        var crawl = Commands.ROOT.resolve("crawl").toString();
        var ran = Commands.run(Duration.ofMinutes(3), crawl, "results", name, "-n", kubectl.namespace());
        return ran.orFail().out().lines().map(Kubectl::json).toList();
    }

    List<String> recordedUrls() {
        return records().stream()
                .map(record -> record.path("url").asText())
                .sorted()
                .toList();
    }
}
