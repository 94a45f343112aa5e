package io.crawljob.engine.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All items of one syntax: which of them is the page's product, and what an {@code @id} stands for. */
final class Graph {

    private static final int MOST_NODES = 20_000;
    private static final Set<String> PRODUCTS =
            Set.of("Product", "IndividualProduct", "ProductModel", "ProductGroup", "SomeProducts", "Vehicle", "Car");
    /** Where other products stand than the page's own. */
    private static final Set<String> OTHERS = Set.of(
            "isRelatedTo",
            "isSimilarTo",
            "isAccessoryOrSparePartFor",
            "isConsumableFor",
            "isVariantOf",
            "hasVariant",
            "itemListElement",
            "itemOffered",
            "review",
            "offers");

    private final Map<String, JsonNode> byId = new HashMap<>();
    private final List<JsonNode> products = new ArrayList<>();

    private Graph() {}

    static Graph of(List<? extends JsonNode> items) {
        var graph = new Graph();
        Deque<JsonNode> nodes = new ArrayDeque<>(items);
        for (var looked = 0; !nodes.isEmpty() && looked < MOST_NODES; looked++) graph.look(nodes.poll(), nodes);
        return graph;
    }

    private void look(JsonNode node, Deque<JsonNode> next) {
        if (node.isArray()) node.forEach(next::add);
        if (!node.isObject()) return;
        var id = node.path("@id").asText("");
        if (!id.isEmpty() && node.size() > 1) byId.putIfAbsent(id, node);
        if (isProduct(node)) products.add(node);
        node.properties().forEach(property -> {
            if (property.getValue().isContainerNode() && !OTHERS.contains(property.getKey())) {
                next.add(property.getValue());
            }
        });
    }

    /** The one with the page's own address, else the first that is offered, else the first. */
    Optional<JsonNode> product(CanonicalUrl base, CanonicalUrl page) {
        var own = products.stream().filter(node -> isAt(node, base, page)).findFirst();
        return own.or(() -> products.stream().filter(node -> node.has("offers")).findFirst())
                .or(() -> products.stream().findFirst());
    }

    private static boolean isAt(JsonNode product, CanonicalUrl base, CanonicalUrl page) {
        var url = product.path("url").asText("");
        return !url.isEmpty() && base.resolve(url).filter(page::equals).isPresent();
    }

    private static boolean isProduct(JsonNode node) {
        var type = node.path("@type");
        if (type.isTextual()) return PRODUCTS.contains(lastPart(type.textValue()));
        for (var one : type) {
            if (PRODUCTS.contains(lastPart(one.asText("")))) return true;
        }
        return false;
    }

    /** Of {@code https://schema.org/InStock} and {@code schema:InStock} the name alone. */
    static String lastPart(String name) {
        var text = name.strip();
        var end = text.endsWith("/") ? text.length() - 1 : text.length();
        var from = Math.max(text.lastIndexOf('/', end - 1), Math.max(text.lastIndexOf('#'), text.lastIndexOf(':')));
        return text.substring(from + 1, end);
    }

    /** What a reference stands for; anything else as it is. */
    JsonNode resolve(JsonNode node) {
        if (!node.isObject() || node.size() != 1) return node;
        @Nullable JsonNode meant = byId.get(node.path("@id").asText(""));
        return meant == null ? node : meant;
    }
}
