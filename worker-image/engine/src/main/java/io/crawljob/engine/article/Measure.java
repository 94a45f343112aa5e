package io.crawljob.engine.article;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** How much text and how much linked text every element of a page holds, counted in one walk. Parts that are outside of any text are not there. */
final class Measure {

    /** Counts of one element with all that is in it. */
    static final class Counts {
        int text;
        int linked;
        int commas;
        /** Of text that stands in the element itself, or in inline elements of it. */
        int own;

        double linkDensity() {
            return text == 0 ? 0 : (double) linked / text;
        }
    }

    private static final Counts NOTHING = new Counts();

    private final Map<Element, Counts> counts = new HashMap<>();
    /** In document order. */
    private final List<Element> elements = new ArrayList<>();

    private final boolean strict;

    /** @param strict whether elements whose names speak against them are left out as well */
    Measure(Element root, boolean strict) {
        this.strict = strict;
        walk(root);
        for (var i = elements.size() - 1; i > 0; i--) addToParent(elements.get(i));
    }

    List<Element> elements() {
        return elements;
    }

    Counts of(Element element) {
        return counts.getOrDefault(element, NOTHING);
    }

    boolean holds(Element element) {
        return counts.containsKey(element);
    }

    private void walk(Element root) {
        @Nullable Node node = root;
        while (node != null) {
            var enter = true;
            if (node instanceof Element element) {
                enter = element.equals(root) || !isLeftOut(element);
                if (enter) {
                    counts.put(element, new Counts());
                    elements.add(element);
                }
            } else if (node instanceof TextNode text && node.parent() instanceof Element parent) {
                count(text.getWholeText(), of(parent));
            }
            node = next(node, root, enter);
        }
    }

    private boolean isLeftOut(Element element) {
        return Hints.isOutside(element) || (strict && Hints.isUnlikely(element));
    }

    private static @Nullable Node next(Node node, Node root, boolean enter) {
        var child = enter ? node.firstChild() : null;
        if (child != null) return child;
        for (@Nullable Node at = node; at != null && !at.equals(root); at = at.parent()) {
            var sibling = at.nextSibling();
            if (sibling != null) return sibling;
        }
        return null;
    }

    private static void count(String text, Counts counts) {
        var space = true;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var white = c <= ' ' || c == '\u00a0';
            if (!white || !space) counts.text++;
            space = white;
            if (c == ',' || c == '\u3001' || c == '\uff0c' || c == '\u060c') counts.commas++;
        }
        counts.own = counts.text;
    }

    /** Children come after their parents, so that going backwards all of a child is known. */
    private void addToParent(Element element) {
        var own = of(element);
        if (element.normalName().equals("a") && !element.attr("href").startsWith("#")) own.linked = own.text;
        var parent = element.parent();
        if (parent == null) return;
        var sum = of(parent);
        sum.text += own.text;
        sum.linked += own.linked;
        sum.commas += own.commas;
        if (!element.isBlock()) sum.own += own.own;
    }
}
