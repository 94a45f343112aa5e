package io.crawljob.engine.product;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** schema.org's ItemAvailability, and what shops write for it. */
final class Availability {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("instock", "InStock"),
            Map.entry("available", "InStock"),
            Map.entry("outofstock", "OutOfStock"),
            Map.entry("oos", "OutOfStock"),
            Map.entry("unavailable", "OutOfStock"),
            Map.entry("soldout", "SoldOut"),
            Map.entry("preorder", "PreOrder"),
            Map.entry("presale", "PreSale"),
            Map.entry("backorder", "BackOrder"),
            Map.entry("availablefororder", "BackOrder"),
            Map.entry("discontinued", "Discontinued"),
            Map.entry("instoreonly", "InStoreOnly"),
            Map.entry("onlineonly", "OnlineOnly"),
            Map.entry("limitedavailability", "LimitedAvailability"),
            Map.entry("madetoorder", "MadeToOrder"),
            Map.entry("reserved", "Reserved"));

    private Availability() {}

    /** Null for what nobody has agreed upon. */
    static @Nullable String read(String text) {
        var letters = new StringBuilder();
        Graph.lastPart(text).chars().filter(Character::isLetter).forEach(c -> letters.append((char) c));
        return WORDS.get(letters.toString().toLowerCase(Locale.ROOT));
    }
}
