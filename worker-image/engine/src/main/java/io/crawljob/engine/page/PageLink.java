package io.crawljob.engine.page;

import io.crawljob.engine.url.CanonicalUrl;

/**
 * A link of a page.
 *
 * @param rel as written, in lower case, or empty
 * @param text what a reader sees, white space normalised, at most 200 characters; empty where {@link Extraction#links} are not asked for
 */
public record PageLink(CanonicalUrl url, String rel, String text) {

    /** The page asks that this link be no reason to go there. */
    public boolean nofollow() {
        return !rel.isEmpty() && (" " + rel + " ").contains(" nofollow ");
    }
}
