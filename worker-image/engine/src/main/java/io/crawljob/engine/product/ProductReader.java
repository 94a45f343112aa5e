package io.crawljob.engine.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.structured.Items;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a page says of its product. */
public final class ProductReader {

    private ProductReader() {}

    /**
     * The record's part of that name: {@code name, price, currency, availability, brand, sku, rating, images}, absent ones left out; null if the page states
     * no product. JSON-LD goes first, then microdata, RDFa and Open Graph; a later one adds what the earlier ones leave out.
     *
     * @param base what images are relative to
     * @param page its own address, by which it tells its product from those that it advertises; the canonical one if it names one
     * @param language or empty
     */
    public static @Nullable ObjectNode read(Items items, CanonicalUrl base, CanonicalUrl page, String language) {
        var stated = List.of(
                        stated(items.jsonLd(), base, page, language),
                        stated(items.microdata(), base, page, language),
                        stated(items.rdfa(), base, page, language),
                        OpenGraphProduct.read(items.openGraph(), base, language))
                .stream()
                .flatMap(Optional::stream)
                .reduce(Snapshot::or);
        return stated.map(Snapshot::toJson).orElse(null);
    }

    private static Optional<Snapshot> stated(
            List<? extends JsonNode> items, CanonicalUrl base, CanonicalUrl page, String language) {
        var graph = Graph.of(items);
        return graph.product(base, page).map(product -> new SchemaProduct(graph, base, language).read(product));
    }
}
