package io.crawljob.engine.page;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a page's parts into a record, under the names that every sink has; absent parts are left out. */
public final class PageRecord {

    private PageRecord() {}

    /**
     * @param withMetadata the job's {@code extract.metadata}
     * @param withLinks the job's {@code extract.links}
     */
    public static void addTo(ObjectNode target, Page page, boolean withMetadata, boolean withLinks) {
        if (page.title() != null) target.put("title", page.title());
        if (page.language() != null) target.put("language", page.language());
        if (withMetadata && !page.metadata().isEmpty()) target.set("metadata", page.metadata());
        if (withLinks && page.html()) {
            var links = target.putArray("links");
            for (var link : page.links()) {
                var object = links.addObject().put("url", link.url().toString());
                if (!link.rel().isEmpty()) object.put("rel", link.rel());
                if (!link.text().isEmpty()) object.put("text", link.text());
            }
        }
        if (!page.warnings().isEmpty()) page.warnings().forEach(target.putArray("warnings")::add);
    }
}
