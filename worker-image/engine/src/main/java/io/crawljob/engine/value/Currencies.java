package io.crawljob.engine.value;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Currencies by ISO 4217, from their codes and from the signs that mean one alone. */
public final class Currencies {

    private static final Pattern CODE = Pattern.compile("(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])");
    private static final Set<String> CODES =
            Currency.availableCurrencies().map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());

    /** A dollar or a crown may be anybody's. */
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("₹", "INR"),
            Map.entry("₽", "RUB"),
            Map.entry("₩", "KRW"),
            Map.entry("₺", "TRY"),
            Map.entry("₴", "UAH"),
            Map.entry("₪", "ILS"),
            Map.entry("₫", "VND"),
            Map.entry("zł", "PLN"),
            Map.entry("US$", "USD"),
            Map.entry("R$", "BRL"),
            Map.entry("A$", "AUD"),
            Map.entry("C$", "CAD"));

    private Currencies() {}

    public static Optional<String> read(String text) {
        var codes = CODE.matcher(text);
        while (codes.find()) {
            var code = codes.group().toUpperCase(Locale.ROOT);
            if (CODES.contains(code)) return Optional.of(code);
        }
        return SIGNS.entrySet().stream()
                .filter(sign -> text.contains(sign.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
