package io.crawljob.engine.url;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a text is, read as a URL. */
public sealed interface UrlReading {

    /** @param parsed as the WHATWG URL standard serialises it */
    record Accepted(String parsed, CanonicalUrl url) implements UrlReading {}

    /** A valid URL that no crawl may use. */
    record Refused(String parsed, String reason) implements UrlReading {}

    /** Not a URL, or not of http or https. */
    record Invalid(String reason) implements UrlReading {}

    /** @param base what a relative reference is resolved against; one that is not of http or https counts as none, as nothing can be relative to it here */
    static UrlReading read(@Nullable String base, String text) {
        try {
            var parsedBase = base == null ? null : WhatwgUrl.parseBase(base);
            return Canonicalizer.canonicalize(new WhatwgParser(parsedBase, text, StandardCharsets.UTF_8).parse());
        } catch (InvalidUrlException e) {
            return new Invalid(e.reason());
        }
    }

    /** @param charset of the page that the reference stands on: the query's */
    static UrlReading of(CanonicalUrl base, String text, Charset charset) {
        try {
            return Canonicalizer.canonicalize(
                    new WhatwgParser(WhatwgUrl.parse(base.toString()), text, charset).parse());
        } catch (InvalidUrlException e) {
            return new Invalid(e.reason());
        }
    }

    default Optional<CanonicalUrl> accepted() {
        return switch (this) {
            case Accepted accepted -> Optional.of(accepted.url());
            case Refused _, Invalid _ -> Optional.empty();
        };
    }
}
