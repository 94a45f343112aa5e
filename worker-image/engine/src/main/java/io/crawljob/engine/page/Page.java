package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page says.
 *
 * @param html false for everything else: then there is nothing here but {@code contentType}, what headers say, and {@code warnings}
 * @param contentType media type alone, in lower case, such as {@code text/html}; of what is not told, what it looks like
 * @param title null if it has none
 * @param language as the page or its header states it, such as {@code en-GB}; null if neither does
 * @param metadata the record's part of that name: description, canonical, openGraph, jsonLd …; absent parts are left out
 * @param links unique by URL, in the page's order; what is no link of http or https is not among them
 * @param noindex the page, or its header, asks not to be recorded
 * @param nofollow the page, or its header, asks that none of its links be followed
 * @param canonicalUrl of {@code <link rel=canonical>}; null if there is none
 * @param refreshUrl where {@code <meta http-equiv=refresh>} leads; null if there is none
 * @param warnings what was cut or could not be read
 * @param extracted the parts that the job asks for
 * @param likeness equal for pages that differ in numbers of their URLs alone; null for what is not HTML, and if it was not asked for
 */
public record Page(
        boolean html,
        String contentType,
        @Nullable String title,
        @Nullable String language,
        ObjectNode metadata,
        List<PageLink> links,
        boolean noindex,
        boolean nofollow,
        @Nullable CanonicalUrl canonicalUrl,
        @Nullable CanonicalUrl refreshUrl,
        List<String> warnings,
        Extracted extracted,
        @Nullable Long likeness) {

    public Page {
        links = List.copyOf(links);
        warnings = List.copyOf(warnings);
    }
}
