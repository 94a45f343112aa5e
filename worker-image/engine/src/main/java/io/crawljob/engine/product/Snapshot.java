package io.crawljob.engine.product;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.value.Numbers;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a product; null is what is not. */
record Snapshot(
        @Nullable String name,
        @Nullable Price price,
        @Nullable String availability,
        @Nullable String brand,
        @Nullable String sku,
        @Nullable Rating rating,
        List<String> images) {

    /** One offer's, so that an amount never meets another's currency. */
    record Price(@Nullable BigDecimal amount, @Nullable String currency) {}

    record Rating(
            @Nullable BigDecimal value,
            @Nullable BigDecimal best,
            @Nullable BigDecimal count) {}

    Snapshot {
        images = List.copyOf(images);
    }

    /** This one, and what it leaves out as the other has it. */
    Snapshot or(Snapshot other) {
        return new Snapshot(
                first(name, other.name),
                first(price, other.price),
                first(availability, other.availability),
                first(brand, other.brand),
                first(sku, other.sku),
                first(rating, other.rating),
                images.isEmpty() ? other.images : images);
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T two) {
        return one != null ? one : two;
    }

    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        putText(json, "name", name);
        if (price != null) {
            putNumber(json, "price", price.amount());
            putText(json, "currency", price.currency());
        }
        putText(json, "availability", availability);
        putText(json, "brand", brand);
        putText(json, "sku", sku);
        if (rating != null) {
            var object = json.putObject("rating");
            putNumber(object, "value", rating.value());
            putNumber(object, "best", rating.best());
            putNumber(object, "count", rating.count());
        }
        if (!images.isEmpty()) images.forEach(json.putArray("images")::add);
        return json;
    }

    private static void putText(ObjectNode json, String name, @Nullable String value) {
        if (value != null) json.put(name, value);
    }

    private static void putNumber(ObjectNode json, String name, @Nullable BigDecimal value) {
        if (value != null) json.set(name, json.numberNode(Numbers.plain(value)));
    }
}
