package io.crawljob.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One CrawlJob, as the operator's read API tells of it. */
final class ReadApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 500;

    private final Way way;
    private final String path;

    ReadApi(Way way, String namespace, String name) {
        this.way = way;
        this.path = "/v1/namespaces/%s/crawljobs/%s".formatted(namespace, name);
    }

    /** @param json of the record or event, in one line */
    record Entry(String id, String json) {}

    /** Those after an id, in order; empty when there are none. */
    List<Entry> results(String after) throws IOException, InterruptedException {
        return entries("results", "record", after);
    }

    List<Entry> events(String after) throws IOException, InterruptedException {
        return entries("events", "event", after);
    }

    /** Takes records out of the result store. */
    void acknowledge(List<String> ids) throws IOException, InterruptedException {
        send("/results/acknowledge", JSON.writeValueAsString(Map.of("ids", ids)));
    }

    private List<Entry> entries(String what, String member, String after) throws IOException, InterruptedException {
        var entries = new ArrayList<Entry>();
        var body = send("/%s?after=%s&count=%d".formatted(what, after, PAGE), null);
        for (var line : body.lines().toList()) {
            try {
                var node = JSON.readTree(line);
                entries.add(
                        new Entry(node.path("id").asText(), node.path(member).toString()));
            } catch (JsonProcessingException e) {
                throw new NotAnsweredException("the operator answered with what is no JSON: " + line);
            }
        }
        return entries;
    }

    private String send(String below, @Nullable String json) throws IOException, InterruptedException {
        var reply = way.send(path + below, json);
        if (reply.status() == 200) return reply.body();
        throw new NotAnsweredException("the operator answered %d: %s".formatted(reply.status(), error(reply.body())));
    }

    /** The operator's own words, or the API server's when the request did not get further. */
    private static String error(String body) {
        try {
            var node = JSON.readTree(body);
            return node.path("error").asText(node.path("message").asText(body));
        } catch (JsonProcessingException e) {
            return body.strip();
        }
    }
}
