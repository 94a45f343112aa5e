package io.crawljob.operator.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a crawler has to say of itself: a product token that robots.txt can name, and where its owner is reached. */
final class UserAgents {

    static final int MAX_LENGTH = 256;
    /** RFC 9309, 2.2.1, allows letters, {@code _} and {@code -} in a product token; digits are common. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*(/[!-~]*)?");

    private static final Pattern CONTACT = Pattern.compile("https?://[^\\s)]+|[^\\s@(]+@[^\\s@)]+\\.[^\\s@)]+");

    private UserAgents() {}

    /** What is wrong with it, in words that follow on "the user agent"; empty if nothing. */
    static Optional<String> problem(String userAgent) {
        var first = userAgent.split(" ", 2)[0];
        if (userAgent.length() > MAX_LENGTH) {
            return Optional.of(
                    "has %d characters, the limit is %d: shorten it".formatted(userAgent.length(), MAX_LENGTH));
        }
        if (userAgent.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            return Optional.of("has characters that a header cannot carry: use printable ASCII");
        }
        if (!TOKEN.matcher(first).matches()) {
            return Optional.of("\"%s\" does not begin with a product name such as ExampleBot/1.0".formatted(userAgent));
        }
        if (!CONTACT.matcher(userAgent).find()) {
            return Optional.of(
                    "\"%s\" names no contact: add one, such as (+https://example.org/bot)".formatted(userAgent));
        }
        return Optional.empty();
    }
}
