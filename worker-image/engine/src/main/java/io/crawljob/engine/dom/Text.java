package io.crawljob.engine.dom;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** The text of an element as a reader sees it, white space normalised, read no further than it is wanted. For one reading. */
public final class Text {

    /** A tree of empty elements has no text, however long one walks. */
    private static final int NODES_PER_CHARACTER = 4;

    private static final int NODES_AT_LEAST = 2_000;

    private final int longest;
    private final StringBuilder text = new StringBuilder();
    private boolean space;

    private Text(int longest) {
        this.longest = longest;
    }

    /** At most {@code longest} characters of it. */
    public static String of(Element element, int longest) {
        var text = new Text(longest);
        text.read(element);
        return text.text.length() <= longest
                ? text.text.toString()
                : text.text.substring(0, longest).stripTrailing();
    }

    private void read(Element root) {
        var nodes = NODES_AT_LEAST + NODES_PER_CHARACTER * longest;
        @Nullable Node node = root;
        while (node != null && nodes-- > 0 && text.length() <= longest) {
            var skipped = node instanceof Element element && enter(element);
            if (node instanceof TextNode textNode) append(textNode.getWholeText());
            node = next(node, root, skipped);
        }
    }

    /** True when there is nothing to read within. */
    private boolean enter(Element element) {
        if (element.isBlock() || element.normalName().equals("br")) space = true;
        return switch (element.normalName()) {
            case "script", "style", "template" -> true;
            default -> false;
        };
    }

    private @Nullable Node next(Node node, Node root, boolean skipped) {
        var child = skipped ? null : node.firstChild();
        if (child != null) return child;
        for (@Nullable Node at = node; at != null && !at.equals(root); at = at.parent()) {
            if (at instanceof Element element && element.isBlock()) space = true;
            var sibling = at.nextSibling();
            if (sibling != null) return sibling;
        }
        return null;
    }

    private void append(String raw) {
        for (var i = 0; i < raw.length() && text.length() <= longest; i++) {
            var c = raw.charAt(i);
            if (isSpace(c)) {
                space = true;
            } else {
                if (space && !text.isEmpty()) text.append(' ');
                space = false;
                text.append(c);
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u00a0';
    }
}
