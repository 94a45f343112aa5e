package io.crawljob.engine.structured;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Reads microdata (WHATWG HTML, section 5). For one page, on one thread. */
public final class Microdata {

    /** Elements that are looked at, of all items together: a page cannot make us walk it again and again by {@code itemref}. */
    private static final int MOST_ELEMENTS = 100_000;
    /** Of all values together. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private final CanonicalUrl base;
    private final Set<Element> open = new HashSet<>();
    private int looked;
    private int characters;

    private record Work(ObjectNode item, Element element) {}

    private Microdata(CanonicalUrl base) {
        this.base = base;
    }

    /** @param roots elements with {@code itemscope} and without {@code itemprop} */
    public static List<ObjectNode> read(List<Element> roots, CanonicalUrl base) {
        var reader = new Microdata(base);
        List<ObjectNode> items = new ArrayList<>();
        for (var root : roots) items.add(reader.item(root));
        items.removeIf(ObjectNode::isEmpty);
        return items;
    }

    private ObjectNode item(Element root) {
        var item = Properties.item(root.attr("itemtype"));
        open.add(root);
        Deque<Work> work = new ArrayDeque<>();
        begin(item, root, work);
        while (!work.isEmpty() && looked++ < MOST_ELEMENTS && characters < MOST_CHARACTERS) {
            var next = work.pop();
            var element = next.element();
            if (!element.hasAttr("itemscope")) {
                if (element.hasAttr("itemprop")) put(next.item(), element);
                push(next.item(), element.children(), work);
            } else if (element.hasAttr("itemprop") && open.add(element)) {
                var nested = Properties.item(element.attr("itemtype"));
                for (var name : names(element)) Properties.add(next.item(), name, nested);
                begin(nested, element, work);
            }
        }
        return item;
    }

    private static void begin(ObjectNode item, Element root, Deque<Work> work) {
        var references = root.attr("itemref").strip();
        if (!references.isEmpty()) {
            for (var id : references.split("\\s+", -1)) {
                var document = root.ownerDocument();
                var referenced = document == null ? null : document.getElementById(id);
                if (referenced != null) work.push(new Work(item, referenced));
            }
        }
        push(item, root.children(), work);
    }

    /** In document order: what is pushed last is looked at first. */
    private static void push(ObjectNode item, List<Element> children, Deque<Work> work) {
        for (var i = children.size() - 1; i >= 0; i--) work.push(new Work(item, children.get(i)));
    }

    private void put(ObjectNode item, Element element) {
        var value = Properties.value(element, base);
        for (var name : names(element)) {
            characters += value.length();
            Properties.addText(item, name, value);
        }
    }

    private static List<String> names(Element element) {
        var names = new ArrayList<String>();
        for (var name : element.attr("itemprop").strip().split("\\s+", -1)) {
            if (!name.isEmpty()) names.add(Properties.shortened(name));
        }
        return names;
    }
}
