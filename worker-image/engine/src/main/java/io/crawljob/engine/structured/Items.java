package io.crawljob.engine.structured;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a page states for machines, by syntax.
 *
 * @param openGraph property to values, such as {@code og:title}
 */
public record Items(
        List<JsonNode> jsonLd, List<ObjectNode> microdata, List<ObjectNode> rdfa, Map<String, List<String>> openGraph) {

    public Items {
        jsonLd = List.copyOf(jsonLd);
        microdata = List.copyOf(microdata);
        rdfa = List.copyOf(rdfa);
    }
}
