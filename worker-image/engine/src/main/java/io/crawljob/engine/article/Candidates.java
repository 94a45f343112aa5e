package io.crawljob.engine.article;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds the element that holds the text: every paragraph speaks for those around it, the nearer the more. */
final class Candidates {

    private static final int SHORTEST_PARAGRAPH = 25;
    private static final int LEVELS = 5;
    private static final double MOSTLY_LINKS = 0.75;
    private static final int BEST = 5;
    private static final double NEARLY_AS_GOOD = 0.75;
    private static final int ENOUGH_NEARLY_AS_GOOD = 3;
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "td", "pre", "section", "h2", "h3", "h4", "h5", "h6", "div", "li", "blockquote");

    private final Measure measure;
    private final Map<Element, Double> scores = new HashMap<>();

    private Candidates(Measure measure) {
        this.measure = measure;
    }

    /** Empty when the page has no paragraph at all, or what it has are lists of links. */
    static List<Element> find(Measure measure) {
        return new Candidates(measure).find();
    }

    private List<Element> find() {
        for (var element : measure.elements()) {
            if (PARAGRAPHS.contains(element.normalName())) speak(element);
        }
        scores.replaceAll((element, score) -> score * (1 - measure.of(element).linkDensity()));
        var best = scores.entrySet().stream()
                .sorted(Map.Entry.<Element, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(BEST)
                .map(Map.Entry::getKey)
                .toList();
        if (best.isEmpty()) return List.of();
        var top = alone(higher(shared(best)));
        return measure.of(top).linkDensity() > MOSTLY_LINKS ? List.of() : withSiblings(top);
    }

    private void speak(Element paragraph) {
        var counts = measure.of(paragraph);
        if (counts.own < SHORTEST_PARAGRAPH) return;
        var score = 1 + counts.commas + Math.min(counts.own / 100, 3);
        var level = 0;
        for (@Nullable Element at = paragraph.parent();
                at != null && measure.holds(at) && level < LEVELS;
                at = at.parent()) {
            var divider = level == 0 ? 1 : level == 1 ? 2 : level * 3;
            scores.merge(at, initial(at) * (scores.containsKey(at) ? 0 : 1) + (double) score / divider, Double::sum);
            level++;
        }
    }

    private static double initial(Element element) {
        var byName = switch (element.normalName()) {
            case "div", "article", "main" -> 5;
            case "pre", "td", "blockquote" -> 3;
            case "address", "ol", "ul", "dl", "dd", "dt", "li", "form" -> -3;
            case "h1", "h2", "h3", "h4", "h5", "h6", "th" -> -5;
            default -> 0;
        };
        return byName + Hints.weight(element);
    }

    /** Several that are nearly as good as the best, in different parts of one element: then it is that one. */
    private Element shared(List<Element> best) {
        var top = best.getFirst();
        var close = new ArrayList<List<Element>>();
        for (var other : best.subList(1, best.size())) {
            if (score(other) / score(top) >= NEARLY_AS_GOOD) close.add(ancestors(other));
        }
        if (close.size() < ENOUGH_NEARLY_AS_GOOD) return top;
        for (var ancestor : ancestors(top)) {
            if (ancestor.normalName().equals("body")) break;
            var holding = close.stream().filter(line -> line.contains(ancestor)).count();
            if (holding >= ENOUGH_NEARLY_AS_GOOD) return ancestor;
        }
        return top;
    }

    private List<Element> ancestors(Element element) {
        var line = new ArrayList<Element>();
        for (@Nullable Element at = element.parent(); at != null && measure.holds(at); at = at.parent()) line.add(at);
        return line;
    }

    /** Up as long as it gets better: the parts of a text that was cut into boxes. */
    private Element higher(Element top) {
        var best = top;
        var last = score(top);
        var least = last / 3;
        for (@Nullable Element at = top.parent(); at != null && !isBody(at); at = at.parent()) {
            var score = scores.get(at);
            if (score == null) continue;
            if (score < least) break;
            if (score > last) {
                best = at;
                break;
            }
            last = score;
        }
        return best;
    }

    /** An only child stands for its parent, whose siblings may belong to the text. */
    private Element alone(Element top) {
        var at = top;
        for (@Nullable Element up = top.parent(); up != null && !isBody(up) && up.childrenSize() == 1; up = up.parent())
            at = up;
        return at;
    }

    private List<Element> withSiblings(Element top) {
        var parent = top.parent();
        if (isBody(top) || parent == null) return List.of(top);
        var least = Math.max(10, score(top) * 0.2);
        var all = new ArrayList<Element>();
        for (var sibling : parent.children()) {
            if (sibling.equals(top) || (measure.holds(sibling) && belongs(sibling, top, least))) all.add(sibling);
        }
        return all;
    }

    private boolean belongs(Element sibling, Element top, double least) {
        var sameClass = !top.className().isEmpty() && sibling.className().equals(top.className());
        var bonus = sameClass ? score(top) * 0.2 : 0;
        var known = scores.get(sibling);
        if (known != null && known + bonus >= least) return true;
        if (!sibling.normalName().equals("p")) return false;
        var counts = measure.of(sibling);
        if (counts.text > 80) return counts.linkDensity() < 0.25;
        return counts.text > 0
                && counts.linked == 0
                && sibling.text().stripTrailing().endsWith(".");
    }

    private double score(Element element) {
        return scores.getOrDefault(element, 0.0);
    }

    private static boolean isBody(Element element) {
        return element.normalName().equals("body") || element.normalName().equals("html");
    }
}
