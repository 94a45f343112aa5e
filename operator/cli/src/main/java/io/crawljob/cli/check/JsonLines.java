package io.crawljob.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Answers JSON objects line by line, in order, each as soon as it is read: so a caller can hold a conversation. */
final class JsonLines {

    /** A page's body as Base64 stands in one line. */
    private static final int LONGEST_STRING = 200_000_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonLines() {}

    /** A line that is no JSON object is answered with an error on its line; an empty one is passed over. */
    static void answer(InputStream in, OutputStream out, UnaryOperator<ObjectNode> answerer) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) continue;
            out.write(JSON.writeValueAsBytes(answer(line, answerer)));
            out.write('\n');
            out.flush();
        }
    }

    private static ObjectNode answer(String line, UnaryOperator<ObjectNode> answerer) {
        try {
            return JSON.readTree(line) instanceof ObjectNode question
                    ? answerer.apply(question)
                    : error("the line is not a JSON object");
        } catch (JsonProcessingException e) {
            return error("the line is not JSON: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode error(String message) {
        return JSON.createObjectNode().put("error", message);
    }
}
