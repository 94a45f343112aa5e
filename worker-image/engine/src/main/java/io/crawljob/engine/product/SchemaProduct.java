package io.crawljob.engine.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.crawljob.engine.product.Snapshot.Price;
import io.crawljob.engine.product.Snapshot.Rating;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.engine.value.Currencies;
import io.crawljob.engine.value.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads schema.org's Product, with its Offer or AggregateOffer. */
final class SchemaProduct {

    private static final int MOST_OFFERS = 100;
    private static final int MOST_IMAGES = 50;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private final Graph graph;
    private final CanonicalUrl base;
    private final String language;

    SchemaProduct(Graph graph, CanonicalUrl base, String language) {
        this.graph = graph;
        this.base = base;
        this.language = language;
    }

    Snapshot read(JsonNode product) {
        var own = one(product);
        // A group's offers stand with its variants.
        var variant = first(product.path("hasVariant"));
        return variant.isObject() ? own.or(one(variant)) : own;
    }

    private Snapshot one(JsonNode product) {
        var offers = offers(product.path("offers"));
        return new Snapshot(
                text(product.path("name")),
                price(product, offers),
                availability(offers),
                named(product.path("brand")),
                text(product, "sku", "productID", "mpn"),
                rating(first(product.path("aggregateRating"))),
                images(product.path("image")));
    }

    /** Offers, and those within an AggregateOffer after it. */
    private List<JsonNode> offers(JsonNode stated) {
        List<JsonNode> offers = new ArrayList<>();
        for (var offer : each(stated)) {
            offers.add(offer);
            offers.addAll(each(offer.path("offers")));
            if (offers.size() >= MOST_OFFERS) break;
        }
        return offers;
    }

    /** Of the first offer that names an amount; of an AggregateOffer, its lowest. */
    private @Nullable Price price(JsonNode product, List<JsonNode> offers) {
        for (var offer : offers) {
            var specification = first(offer.path("priceSpecification"));
            for (var name : List.of("price", "lowPrice")) {
                var stated = offer.hasNonNull(name) ? offer : specification;
                var amount = number(stated.path(name));
                if (amount != null) return new Price(amount, currency(stated.path(name), stated, offer, product));
            }
        }
        return null;
    }

    private @Nullable String currency(JsonNode price, JsonNode... places) {
        for (var place : places) {
            var code = Optional.ofNullable(text(place.path("priceCurrency"))).flatMap(Currencies::read);
            if (code.isPresent()) return code.get();
        }
        return Currencies.read(price.asText("")).orElse(null);
    }

    private @Nullable String availability(List<JsonNode> offers) {
        for (var offer : offers) {
            var text = text(offer.path("availability"));
            if (text == null) text = text(first(offer.path("availability")).path("@id"));
            if (text != null) return Availability.read(text);
        }
        return null;
    }

    private @Nullable Rating rating(JsonNode stated) {
        var value = number(stated.path("ratingValue"));
        var count = number(stated.path(stated.hasNonNull("ratingCount") ? "ratingCount" : "reviewCount"));
        if (value == null && count == null) return null;
        return new Rating(value, number(stated.path("bestRating")), count);
    }

    private List<String> images(JsonNode stated) {
        var images = new LinkedHashSet<String>();
        for (var image : each(stated)) {
            var reference = image.isObject() ? text(image, "contentUrl", "url", "@id") : text(image);
            if (reference != null && images.size() < MOST_IMAGES) {
                base.resolve(reference).ifPresent(url -> images.add(url.toString()));
            }
        }
        return List.copyOf(images);
    }

    private @Nullable String named(JsonNode stated) {
        var thing = first(stated);
        return thing.isObject() ? text(first(thing.path("name"))) : text(thing);
    }

    private @Nullable BigDecimal number(JsonNode node) {
        if (node.isNumber()) return node.decimalValue();
        var text = text(node);
        return text == null ? null : Numbers.read(text, language).orElse(null);
    }

    private @Nullable String text(JsonNode thing, String... names) {
        for (var name : names) {
            var text = text(thing.path(name));
            if (text != null) return text;
        }
        return null;
    }

    /** The first value as text, white space normalised; shops escape it for HTML once too often. Null if there is none. */
    private @Nullable String text(JsonNode node) {
        var value = first(node);
        if (!value.isValueNode() || value.isNull()) return null;
        var raw = value.asText();
        var plain = raw.indexOf('&') >= 0 ? Parser.unescapeEntities(raw, false) : raw;
        var text = WHITE_SPACE.matcher(plain).replaceAll(" ").strip();
        return text.isEmpty() ? null : text;
    }

    private JsonNode first(JsonNode node) {
        return graph.resolve(node.isArray() ? node.path(0) : node);
    }

    private List<JsonNode> each(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) return List.of();
        if (!node.isArray()) return List.of(graph.resolve(node));
        List<JsonNode> all = new ArrayList<>();
        for (var one : node) {
            if (all.size() < MOST_OFFERS) all.add(graph.resolve(one));
        }
        return all;
    }
}
