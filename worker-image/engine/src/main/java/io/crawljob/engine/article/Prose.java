package io.crawljob.engine.article;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Writes the text of a part of a page, a paragraph a line, without what interrupts it. For one reading. */
final class Prose {

    private static final int LONGEST = 2_000_000;
    private static final Set<String> BOXES =
            Set.of("div", "section", "ul", "ol", "dl", "table", "form", "header", "fieldset");

    private final Measure measure;
    private final StringBuilder text = new StringBuilder();
    private boolean line;
    private boolean space;
    /** Characters of the part that is being read. */
    private int whole;

    Prose(Measure measure) {
        this.measure = measure;
    }

    /** Adds what the element says. */
    void add(Element root) {
        line = true;
        whole = measure.of(root).text;
        @Nullable Node node = root;
        while (node != null && text.length() < LONGEST) {
            var enter = true;
            if (node instanceof Element element) {
                enter = element.equals(root) || (measure.holds(element) && !interrupts(element));
                if (enter && (element.isBlock() || element.normalName().equals("br"))) line = true;
            } else if (node instanceof TextNode textNode) {
                append(textNode.getWholeText());
            }
            node = next(node, root, enter);
        }
        line = true;
    }

    String text() {
        return text.toString();
    }

    private @Nullable Node next(Node node, Node root, boolean enter) {
        var child = enter ? node.firstChild() : null;
        if (child != null) return child;
        for (@Nullable Node at = node; at != null && !at.equals(root); at = at.parent()) {
            if (at instanceof Element element && element.isBlock()) line = true;
            var sibling = at.nextSibling();
            if (sibling != null) return sibling;
        }
        return null;
    }

    private void append(String raw) {
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c <= ' ' || c == '\u00a0') {
                space = true;
                continue;
            }
            if (!text.isEmpty() && line) text.append('\n');
            else if (!text.isEmpty() && space) text.append(' ');
            line = false;
            space = false;
            text.append(c);
        }
    }

    /** Lists of links, boxes with hardly any text, what stands under pictures; never what holds most of the text, however it is named. */
    private boolean interrupts(Element element) {
        var name = element.normalName();
        if (measure.of(element).text > whole / 2) return false;
        if (name.equals("figure") || name.equals("figcaption") || name.equals("h1")) return true;
        if (Hints.isUnlikely(element)) return true;
        if (!BOXES.contains(name)) return false;
        var counts = measure.of(element);
        if (counts.text == 0) return true;
        var weight = Hints.weight(element);
        if (weight < 0) return true;
        if (counts.commas >= 10) return false;
        return counts.linkDensity() > (weight >= 25 ? 0.5 : 0.2) && counts.linked > 20;
    }
}
