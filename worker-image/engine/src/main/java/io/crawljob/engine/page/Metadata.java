package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.structured.Items;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the record's {@code metadata}; absent parts are left out. */
final class Metadata {

    private static final List<String> NAMED = List.of("description", "keywords", "author", "generator");

    private Metadata() {}

    static ObjectNode write(Map<String, String> named, @Nullable CanonicalUrl canonical, Items items) {
        var metadata = JsonNodeFactory.instance.objectNode();
        for (var name : NAMED) {
            var value = named.get(name);
            if (value != null) metadata.put(name, value);
        }
        if (canonical != null) metadata.put("canonical", canonical.toString());
        if (!items.openGraph().isEmpty()) openGraph(metadata.putObject("openGraph"), items.openGraph());
        if (!items.jsonLd().isEmpty()) metadata.putArray("jsonLd").addAll(items.jsonLd());
        if (!items.microdata().isEmpty()) metadata.putArray("microdata").addAll(items.microdata());
        if (!items.rdfa().isEmpty()) metadata.putArray("rdfa").addAll(items.rdfa());
        return metadata;
    }

    private static void openGraph(ObjectNode target, Map<String, List<String>> properties) {
        properties.forEach((property, values) -> {
            if (values.size() == 1) target.put(property, values.getFirst());
            else values.forEach(target.putArray(property)::add);
        });
    }
}
