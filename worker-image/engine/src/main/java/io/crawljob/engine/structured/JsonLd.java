package io.crawljob.engine.structured;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads JSON-LD as people write it: with comments, trailing commas, raw line ends, inside of HTML comments. Thread-safe. */
public final class JsonLd {

    private static final int DEEPEST = 100;

    /** Wrappings from the time when scripts had to be hidden, and a last semicolon. */
    private static final Pattern WRAPPING = Pattern.compile(
            "^\\s*(?:/\\*\\s*)?(?:<!--|(?://\\s*)?<!\\[CDATA\\[)(?:\\s*\\*/)?|(?:(?://|/\\*)?\\s*(?:-->|\\]\\]>)(?:\\s*\\*/)?|;)\\s*$");

    private final JsonMapper mapper = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    /** The objects of one block; empty if it cannot be read. */
    public Optional<List<JsonNode>> read(String block) {
        var text = block.strip();
        if (isWrapped(text))
            for (var stripped = strip(text); !stripped.equals(text); stripped = strip(text)) text = stripped;
        try {
            var node = mapper.readTree(text);
            if (node.isObject()) return Optional.of(List.of(node));
            if (!node.isArray()) return Optional.empty();
            List<JsonNode> objects = new ArrayList<>();
            node.forEach(element -> {
                if (element.isObject()) objects.add(element);
            });
            return Optional.of(objects);
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** Looking at the ends tells nearly every block apart from what needs the expression. */
    private static boolean isWrapped(String text) {
        if (text.isEmpty()) return false;
        var first = text.charAt(0);
        var last = text.charAt(text.length() - 1);
        return first == '<' || first == '/' || (last != '}' && last != ']');
    }

    private static String strip(String text) {
        return WRAPPING.matcher(text).replaceAll("");
    }
}
