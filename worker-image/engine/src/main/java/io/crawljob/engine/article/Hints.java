package io.crawljob.engine.article;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What an element's name, role, class and id say about it, by the words that authors of pages use. */
final class Hints {

    private static final int LONGEST_NAMES = 400;

    /** Never part of what is read. */
    private static final Set<String> NO_PROSE = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "button",
            "select",
            "option",
            "textarea",
            "input",
            "label",
            "nav",
            "footer",
            "menu",
            "dialog",
            "canvas",
            "audio",
            "video",
            "fieldset",
            "head");

    private static final Set<String> SURROUNDING_ROLES = Set.of(
            "navigation",
            "banner",
            "contentinfo",
            "complementary",
            "search",
            "dialog",
            "alertdialog",
            "menu",
            "menubar",
            "toolbar",
            "tablist",
            "alert");

    private static final Pattern UNLIKELY = Pattern.compile(
            "-ad-|^ad-|\\bads?\\b|adbox|advert|banner|breadcrumb|combx|comment|community|cookie|consent|disqus|extra|footer|gdpr"
                    + "|masthead|menu|modal|nav(?:bar|igation)|newsletter|outbrain|pager|paginat|paywall|popup|promo|related|remark"
                    + "|replies|rss|share|sharing|shoutbox|sidebar|skip-?link|skyscraper|social|sponsor|subscri|supplemental"
                    + "|taboola|tags?-?list|toolbar|tooltip|widget|yom-remote|recommend|read-?more|more-?(?:stories|news|from)"
                    + "|author-?(?:bio|box|info)|byline|dateline|caption|credit|print-only|hidden|sr-only|visually-?hidden");

    private static final Pattern LIKELY =
            Pattern.compile("article|body|column|content|main|shadow|story|entry|post|text|blog");

    private static final Pattern GOOD =
            Pattern.compile("article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story|prose|paragraph");

    private static final Pattern BAD = Pattern.compile(
            "-ad-|hidden|banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share"
                    + "|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|teaser|newsletter|recommend");

    private Hints() {}

    /** What no reader of the text would miss, and what is in it. */
    static boolean isOutside(Element element) {
        var name = element.normalName();
        if (NO_PROSE.contains(name)) return true;
        if (element.attributesSize() == 0) return false;
        if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) return true;
        if (SURROUNDING_ROLES.contains(element.attr("role").toLowerCase(Locale.ROOT))) return true;
        var style = element.attr("style");
        return !style.isEmpty() && style.replace(" ", "").contains("display:none");
    }

    /** Its names speak of what stands beside a text. */
    static boolean isUnlikely(Element element) {
        return switch (element.normalName()) {
            case "html", "body", "article", "main", "a", "p", "pre", "code", "table" -> false;
            case "aside" -> true;
            default -> {
                var names = names(element);
                yield !names.isEmpty()
                        && UNLIKELY.matcher(names).find()
                        && !LIKELY.matcher(names).find();
            }
        };
    }

    /** From -25 to 25 for each of class and id. */
    static int weight(Element element) {
        return weight(element.attr("class")) + weight(element.attr("id"));
    }

    private static int weight(String names) {
        if (names.isEmpty()) return 0;
        var lower = lower(names);
        return (GOOD.matcher(lower).find() ? 25 : 0) - (BAD.matcher(lower).find() ? 25 : 0);
    }

    private static String names(Element element) {
        var names = element.attr("class");
        var id = element.attr("id");
        return names.isEmpty() && id.isEmpty() ? "" : lower(names + " " + id);
    }

    private static String lower(String names) {
        return (names.length() <= LONGEST_NAMES ? names : names.substring(0, LONGEST_NAMES)).toLowerCase(Locale.ROOT);
    }
}
