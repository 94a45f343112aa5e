package io.crawljob.engine.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.engine.field.FieldRule;
import io.crawljob.engine.field.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Selector fields as a question states them, in the words of a job's {@code extract.fields}. */
final class FieldQuestion {

    private FieldQuestion() {}

    static List<FieldRule> rules(JsonNode fields) {
        if (!fields.isMissingNode() && !fields.isArray()) throw new BadQuestion("fields is no array");
        List<FieldRule> rules = new ArrayList<>();
        for (var field : fields) rules.add(rule(field));
        return rules;
    }

    private static FieldRule rule(JsonNode field) {
        var name = field.path("name").asText("");
        if (name.isEmpty()) throw new BadQuestion("a field has no name");
        var selector = field.path("selector").asText("");
        FieldRule.problem(selector).ifPresent(problem -> {
            throw new BadQuestion("the selector of field %s %s".formatted(name, problem));
        });
        var attribute = field.path("attribute").textValue();
        return new FieldRule(
                name,
                FieldRule.selector(selector),
                attribute == null || attribute.isEmpty() ? null : attribute,
                type(name, field.path("type").asText(FieldType.STRING.word())),
                field.path("list").asBoolean(),
                field.path("required").asBoolean());
    }

    private static FieldType type(String name, String word) {
        return Arrays.stream(FieldType.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new BadQuestion("the type of field %s is %s; it has to be one of %s"
                        .formatted(
                                name,
                                word,
                                Arrays.stream(FieldType.values())
                                        .map(FieldType::word)
                                        .toList())));
    }
}
