package io.crawljob.engine.dom;

import java.util.function.Consumer;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Walks pages so that no nesting, however deep, costs stack. */
public final class Dom {

    private Dom() {}

    /** Every element in document order, but those inside of a template, which a page may never show. */
    public static void walk(Document document, Consumer<Element> visitor) {
        @Nullable Node node = document;
        while (node != null) {
            var inert = false;
            if (node instanceof Element element) {
                visitor.accept(element);
                inert = element.normalName().equals("template") && !element.hasAttr("shadowrootmode");
            }
            node = inert ? after(node) : next(node);
        }
    }

    private static @Nullable Node next(Node node) {
        var child = node.firstChild();
        return child != null ? child : after(node);
    }

    /** What follows the node and all that is in it. */
    private static @Nullable Node after(Node node) {
        for (@Nullable Node at = node; at != null; at = at.parent()) {
            var sibling = at.nextSibling();
            if (sibling != null) return sibling;
        }
        return null;
    }
}
