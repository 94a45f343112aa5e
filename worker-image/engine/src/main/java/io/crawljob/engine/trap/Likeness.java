package io.crawljob.engine.trap;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** What two pages have in common that say the same but for numbers: a date, a counter, a token. */
public final class Likeness {

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;
    /** What comes later tells no page from another that the beginning does not. */
    private static final int CHARACTERS = 20_000;

    private Likeness() {}

    /** 64 bits over the letters of the page's text: equal for pages that differ in numbers, white space and punctuation alone. */
    public static long of(Document document) {
        var hash = BASIS;
        var left = CHARACTERS;
        for (@Nullable Node node = document; node != null && left > 0; node = next(node)) {
            if (!(node instanceof TextNode text)) continue;
            var content = text.getWholeText();
            var length = Math.min(content.length(), left);
            left -= length;
            for (var i = 0; i < length; i++) {
                var c = content.charAt(i);
                if (c > 0x7f || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) hash = (hash ^ c) * PRIME;
            }
        }
        return hash;
    }

    private static @Nullable Node next(Node node) {
        var child = node.firstChild();
        if (child != null) return child;
        for (@Nullable Node at = node; at != null; at = at.parent()) {
            var sibling = at.nextSibling();
            if (sibling != null) return sibling;
        }
        return null;
    }
}
