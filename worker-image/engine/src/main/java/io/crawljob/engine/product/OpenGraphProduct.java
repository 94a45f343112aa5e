package io.crawljob.engine.product;

import io.crawljob.engine.product.Snapshot.Price;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.engine.value.Currencies;
import io.crawljob.engine.value.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Open Graph's product, of pages that say they are one. */
final class OpenGraphProduct {

    private final Map<String, List<String>> properties;

    private OpenGraphProduct(Map<String, List<String>> properties) {
        this.properties = properties;
    }

    static Optional<Snapshot> read(Map<String, List<String>> properties, CanonicalUrl base, String language) {
        return new OpenGraphProduct(properties).read(base, language);
    }

    private Optional<Snapshot> read(CanonicalUrl base, String language) {
        var amount = first("product:price:amount", "og:price:amount", "product:sale_price:amount");
        var type = first("og:type");
        if (amount == null && (type == null || !type.endsWith("product"))) return Optional.empty();
        var currency = first("product:price:currency", "og:price:currency", "product:sale_price:currency");
        var availability = first("product:availability", "og:availability");
        return Optional.of(new Snapshot(
                first("og:title"),
                amount == null
                        ? null
                        : new Price(
                                Numbers.read(amount, language).orElse(null),
                                Currencies.read(currency == null ? amount : currency)
                                        .orElse(null)),
                availability == null ? null : Availability.read(availability),
                first("product:brand", "og:brand"),
                first("product:retailer_item_id", "product:sku", "product:mfr_part_no"),
                null,
                images(base)));
    }

    private List<String> images(CanonicalUrl base) {
        var named = properties.getOrDefault("og:image", properties.getOrDefault("og:image:url", List.of()));
        return named.stream()
                .flatMap(image -> base.resolve(image).stream())
                .map(CanonicalUrl::toString)
                .distinct()
                .toList();
    }

    private @Nullable String first(String... names) {
        for (var name : names) {
            var values = properties.get(name);
            if (values != null) return values.getFirst();
        }
        return null;
    }
}
