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

/** Reads RDFa Lite 1.1: {@code typeof} makes an item, {@code property} a value of the item around it. For one page, on one thread. */
public final class RdfaLite {

    private static final int MOST_ELEMENTS = 100_000;
    /** Of all values together. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private final CanonicalUrl base;
    private final Set<Element> read = new HashSet<>();
    private int looked;
    private int characters;

    private record Work(ObjectNode item, Element element) {}

    private RdfaLite(CanonicalUrl base) {
        this.base = base;
    }

    /** @param roots elements with {@code typeof}, in document order; those that are within another's item are read with it */
    public static List<ObjectNode> read(List<Element> roots, CanonicalUrl base) {
        var reader = new RdfaLite(base);
        List<ObjectNode> items = new ArrayList<>();
        for (var root : roots) {
            if (reader.read.add(root)) items.add(reader.item(root));
        }
        items.removeIf(item -> item.size() <= 1);
        return items;
    }

    private ObjectNode item(Element root) {
        var item = Properties.item(root.attr("typeof"));
        Deque<Work> work = new ArrayDeque<>();
        push(item, root, work);
        while (!work.isEmpty() && looked++ < MOST_ELEMENTS && characters < MOST_CHARACTERS) {
            var next = work.pop();
            var element = next.element();
            var names = element.attr("property").strip();
            if (!element.hasAttr("typeof")) {
                if (!names.isEmpty()) put(next.item(), names, element);
                push(next.item(), element, work);
            } else if (!names.isEmpty() && read.add(element)) {
                var nested = Properties.item(element.attr("typeof"));
                for (var name : names.split("\\s+", -1))
                    Properties.add(next.item(), Properties.shortened(name), nested);
                push(nested, element, work);
            }
        }
        return item;
    }

    private static void push(ObjectNode item, Element parent, Deque<Work> work) {
        var children = parent.children();
        for (var i = children.size() - 1; i >= 0; i--) work.push(new Work(item, children.get(i)));
    }

    private void put(ObjectNode item, String names, Element element) {
        var value = !element.hasAttr("content") && element.hasAttr("resource")
                ? element.attr("resource")
                : Properties.value(element, base);
        for (var name : names.split("\\s+", -1)) {
            characters += value.length();
            Properties.addText(item, Properties.shortened(name), value);
        }
    }
}
