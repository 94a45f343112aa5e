package io.crawljob.engine.trap;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * What two pages have in common that say the same but for what their own URLs say: a date, a counter. Other numbers count, because a page of numbers alone
 * may be what a crawl is for.
 */
public final class Likeness {

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;
    /** What comes later tells no page from another that the beginning does not. */
    private static final int CHARACTERS = 20_000;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int LONGEST_NUMBER = 9;

    private final Set<Long> own = new HashSet<>();
    private long hash = BASIS;

    private Likeness(CanonicalUrl url) {
        NUMBER.matcher(url.pathAndQuery())
                .results()
                .map(number -> Long.parseLong(number.group()))
                .forEach(number -> {
                    // Pages of a series name the one before and the one after.
                    own.add(number - 1);
                    own.add(number);
                    own.add(number + 1);
                });
    }

    /** 64 bits over the page's text: equal for pages that differ in white space, punctuation, and numbers of their URLs alone. */
    public static long of(Document document, CanonicalUrl url) {
        var likeness = new Likeness(url);
        var left = CHARACTERS;
        for (@Nullable Node node = document; node != null && left > 0; node = next(node)) {
            if (!(node instanceof TextNode text)) continue;
            var content = text.getWholeText();
            var length = Math.min(content.length(), left);
            left -= length;
            likeness.add(content, length);
        }
        return likeness.hash;
    }

    private void add(String text, int length) {
        // In a local variable: every page's every character comes here.
        var sum = hash;
        for (var i = 0; i < length; i++) {
            var c = text.charAt(i);
            if (isDigit(c)) {
                var end = i + 1;
                while (end < length && isDigit(text.charAt(end))) end++;
                if (!isOwn(text, i, end)) for (var at = i; at < end; at++) sum = (sum ^ text.charAt(at)) * PRIME;
                i = end - 1;
            } else if (c > 0x7f || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                sum = (sum ^ c) * PRIME;
            }
        }
        hash = sum;
    }

    private boolean isOwn(String text, int from, int end) {
        return !own.isEmpty() && end - from <= LONGEST_NUMBER && own.contains(Long.parseLong(text, from, end, 10));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
