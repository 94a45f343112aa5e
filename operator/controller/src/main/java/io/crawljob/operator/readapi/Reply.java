package io.crawljob.operator.readapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.queue.Jobs;
import java.util.List;
import java.util.Map;

/** An answer that is ready to be sent. */
record Reply(int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One JSON object a line; the entry's own JSON goes in as it lies in Redis. */
    static Reply lines(String member, List<Jobs.Entry> entries) {
        var text = new StringBuilder();
        for (var entry : entries) {
            text.append("{\"id\":")
                    .append(write(entry.id()))
                    .append(",\"")
                    .append(member)
                    .append("\":")
                    .append(entry.json())
                    .append("}\n");
        }
        return new Reply(200, "application/jsonl", text.toString());
    }

    static Reply of(int status, Map<String, ?> members) {
        return new Reply(status, "application/json", write(members) + "\n");
    }

    static Reply error(int status, String message) {
        return of(status, Map.of("error", message));
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text or a map of texts and numbers that cannot be written", e);
        }
    }
}
