package io.crawljob.engine.page;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Whether a page has nothing to read until its scripts have run: it has a script, and besides scripts, styles, templates and {@code noscript} fewer than
 * {@value #TEXT} characters of text and fewer than {@value #LINKS} links. For one page.
 */
final class ScriptsNeeded implements NodeFilter {

    static final int TEXT = 200;
    static final int LINKS = 3;

    private boolean scripts;
    private int text;
    private int links;

    private ScriptsNeeded() {}

    static boolean of(Document document) {
        var look = new ScriptsNeeded();
        NodeTraversor.filter(look, document);
        return look.scripts && !look.isEnough();
    }

    private boolean isEnough() {
        return text >= TEXT || links >= LINKS;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) text += words.text().strip().length();
        if (isEnough()) return FilterResult.STOP;
        return node instanceof Element element && !enters(element) ? FilterResult.SKIP_ENTIRELY : FilterResult.CONTINUE;
    }

    private boolean enters(Element element) {
        return switch (element.normalName()) {
            case "script" -> {
                scripts |= isProgram(element.attr("type").toLowerCase(Locale.ROOT));
                yield false;
            }
            case "style", "template", "noscript", "title" -> false;
            case "a" -> {
                if (element.hasAttr("href")) links++;
                yield true;
            }
            default -> true;
        };
    }

    private static boolean isProgram(String type) {
        return type.isEmpty() || type.equals("module") || type.contains("javascript") || type.contains("ecmascript");
    }
}
