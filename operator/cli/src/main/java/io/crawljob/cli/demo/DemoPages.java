package io.crawljob.cli.demo;

import io.crawljob.cli.demo.DemoSite.Answer;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/** The demo's pages by path. Ten of them are pages to find; the rest is what a crawler has to get past. */
final class DemoPages {

    private static final String HOME = """
            <p>A small site to be crawled.</p>
            <ul>
            <li><a href="/guide">The guide</a>, also spelled <a href="/guide#top">so</a>, <a href="/x/../guide">so</a> and <a href="/%67uide">so</a></li>
            <li><a href="/old-guide">An old address of the guide</a></li>
            <li><a href="/words/">Words in other alphabets</a></li>
            <li><a href="/busy">A page that is busy at first</a></li>
            <li><a href="/missing">A page that is not there</a></li>
            <li><a href="/private/notes">A page that robots.txt forbids</a></li>
            <li><a href="/paper.pdf">A file that is not a page</a></li>
            <li><a href="https://example.org/elsewhere">Another site</a>, <a href="mailto:someone@example.org">someone</a></li>
            </ul>
            <script>var notALink = '<a href="/in-a-script">';</script>
            <!-- <a href="/in-a-comment">not a link either</a> -->
            """;

    private static final String GUIDE = """
            <p>Three steps, one after the other.</p>
            <a href="/guide/first">First</a> <a href="guide/second">Second</a> <a href="guide/third?part=1&amp;all=true">Third</a>
            """;

    private static final String WORDS = """
            <a href="/words/gr%C3%BC%C3%9Fe">German</a> <a href="/words/привет">Russian</a>
            """;

    private DemoPages() {}

    static Map<String, Answer> at(String origin) {
        var pages = new HashMap<String, Answer>();
        pages.put("/", Answer.html("Demo", HOME));
        pages.put("/guide", Answer.html("The guide", GUIDE));
        pages.put("/guide/first", Answer.html("First step", "<a href=\"/\">Home</a>"));
        pages.put("/guide/second", Answer.html("Second step", "<a href=\"../guide\">Back</a>"));
        pages.put("/guide/third", Answer.html("Third step", "<a href=\"//\">Nowhere</a>"));
        pages.put("/old-guide", Answer.redirect("/guide"));
        pages.put("/words/", Answer.html("Words", WORDS));
        pages.put("/words/gr%C3%BC%C3%9Fe", inCharset("ISO-8859-1", "Grüße", "Viele Grüße aus Köln"));
        pages.put("/words/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82", inCharset("windows-1251", "Привет", "Привет, мир"));
        pages.put(
                "/busy",
                Answer.html("Busy at first", "<p>Thank you for waiting.</p>").unavailableAtFirst());
        pages.put("/paper.pdf", Answer.of("application/pdf", "%PDF-1.4\n%%EOF\n"));
        pages.put("/private/notes", Answer.html("Private", "<p>Nobody crawls this.</p>"));
        pages.put("/only-in-the-sitemap", Answer.html("Only in the sitemap", "<p>No page links here.</p>"));
        pages.put("/robots.txt", Answer.of("text/plain", robots(origin)));
        pages.put("/sitemap.xml", Answer.of("application/xml", sitemap(origin)));
        return Map.copyOf(pages);
    }

    /** The first names its charset in the header alone, the second in the page alone: a crawler has to look at both. */
    private static Answer inCharset(String charset, String title, String text) {
        var inPage = charset.startsWith("windows") ? "<meta charset=\"%s\">".formatted(charset) : "";
        var inHeader = inPage.isEmpty() ? "; charset=" + charset : "";
        var page = Answer.page(title, "<p>" + text + "</p>").replace("<head>", "<head>" + inPage);
        return Answer.of("text/html" + inHeader, page).in(Charset.forName(charset));
    }

    private static String robots(String origin) {
        return "User-agent: *\nDisallow: /private/\n\nSitemap: " + origin + "/sitemap.xml\n";
    }

    private static String sitemap(String origin) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                <url><loc>%s/</loc></url>
                <url><loc>%s/only-in-the-sitemap</loc></url>
                </urlset>
                """.formatted(origin, origin);
    }
}
