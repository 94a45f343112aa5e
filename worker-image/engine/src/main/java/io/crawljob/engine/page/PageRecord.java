package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a page's parts into a record, under the names that every sink has; absent parts are left out. */
public final class PageRecord {

    private PageRecord() {}

    /** All but the warnings, which a record may have more of. */
    public static void addTo(ObjectNode target, Page page, Extraction extraction) {
        if (page.title() != null) target.put("title", page.title());
        if (page.language() != null) target.put("language", page.language());
        if (extraction.metadata() && !page.metadata().isEmpty()) target.set("metadata", page.metadata());
        var extracted = page.extracted();
        if (extracted.article() != null) target.putObject("article").put("text", extracted.article());
        if (extracted.product() != null) target.set("product", extracted.product());
        if (!extracted.fields().isEmpty()) target.set("fields", extracted.fields());
        if (extraction.links() && page.html()) addLinks(target, page);
    }

    private static void addLinks(ObjectNode target, Page page) {
        var links = target.putArray("links");
        for (var link : page.links()) {
            var object = links.addObject().put("url", link.url().toString());
            if (!link.rel().isEmpty()) object.put("rel", link.rel());
            if (!link.text().isEmpty()) object.put("text", link.text());
        }
    }
}
