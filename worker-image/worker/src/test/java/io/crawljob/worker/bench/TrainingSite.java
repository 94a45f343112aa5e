package io.crawljob.worker.bench;

import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** A site as they are: articles, products and lists, with all that a worker reads of them, and some that it cannot. The same at every start. */
final class TrainingSite {

    private static final String[] WORDS =
            ("water river stone bridge engine table market winter summer library paper kettle copper "
                            + "between because several &amp; never under M&uuml;nchen caf&eacute; naïve light report number measure change "
                            + "the of and to in is that for it with as was on be at by this had not are but from or have an they which one")
                    .split(" ");

    private final Random random;
    private final int pages;

    private TrainingSite(int number, int pages) {
        this.random = new Random(number);
        this.pages = pages;
    }

    /** @param pages so many, and some of every other answer */
    static Site open(int pages) {
        // Else an answer waits for the reader's acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var site = new Site();
        site.on(
                "/",
                Answer.page(
                        "All",
                        IntStream.range(0, pages).mapToObj(TrainingSite::path).toArray(String[]::new)));
        for (var i = 0; i < pages; i++) site.on(path(i), answer(i, new TrainingSite(i, pages).page(site, i)));
        site.on("/robots.txt", Answer.text("""
                User-agent: other
                Disallow: /

                User-agent: *
                Disallow: /private/
                Disallow: /*.pdf$
                Allow: /

                Sitemap: %s
                """.formatted(site.url("/sitemap.xml"))));
        var entries = IntStream.range(0, pages / 4)
                .mapToObj(i -> "<url><loc>%s</loc><lastmod>2026-01-%02dT00:00:00Z</lastmod></url>"
                        .formatted(site.url(path(i)), 1 + i % 28))
                .collect(Collectors.joining("\n"));
        var sitemap = """
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>
                """.formatted(entries);
        site.on("/sitemap.xml", Answer.of(200, "application/xml", sitemap.getBytes(StandardCharsets.UTF_8)));
        site.on("/moved", Answer.redirect(path(1)));
        site.on("/plain.txt", Answer.text("no links here"));
        site.on("/picture.png", Answer.of(200, "image/png", new byte[2_000]));
        return site;
    }

    private static String path(int i) {
        return "/part-%d/page-%d.html".formatted(i % 12, i);
    }

    /** Some compressed, some in an older encoding. */
    private static Answer answer(int i, String html) {
        if (i % 10 == 0) {
            return Answer.of(200, "text/html; charset=iso-8859-1", html.getBytes(StandardCharsets.ISO_8859_1));
        }
        return i % 3 == 0
                ? Answer.html(html)
                : Answer.of(200, "text/html; charset=utf-8", gzip(html)).with("Content-Encoding", "gzip");
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private String page(Site site, int i) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="%s"><title>Page %d: %s</title>
                <link rel="canonical" href="%s"><link rel="stylesheet" href="/style.css"><link rel="next" href="%s">
                <meta name="description" content="%s"><meta name="robots" content="%s">
                <meta property="og:title" content="Page %d"><meta property="og:type" content="article"><meta property="og:image" content="/picture.png">
                <style>body { margin: 0 } .a > .b { color: #123 }</style>
                <script>var page = %d; if (page < 3 && page > 1) document.title = "<b>";</script>
                """.formatted(
                                i % 10 == 0 ? "iso-8859-1" : "utf-8",
                                i,
                                text(6),
                                site.url(path(i)),
                                path((i + 1) % pages),
                                text(20),
                                i % 17 == 0 ? "nofollow" : "index, follow",
                                i,
                                i)
                + (i % 2 == 0 ? article(i) : product(i))
                + "</head><body><!-- navigation --><nav><ul>%s</ul></nav><main><h1>%s</h1>"
                        .formatted(items(12), text(5))
                + (i % 2 == 0 ? "<article>%s</article>".formatted(paragraphs(30)) : offer(i) + table() + paragraphs(12))
                + form()
                + "</main><footer><a href='mailto:a@b.example'>Write</a> <a rel=nofollow href='/private/%d'>No</a> <a href=/moved>Moved<a href='/gone-%d'>Gone</a>"
                        .formatted(i, i % 50)
                + " <a href='/plain.txt'>Text</a> <a href='/picture.png'>Picture</a> <a href='/a.pdf'>Paper</a></footer></body></html>";
    }

    private String article(int i) {
        return """
                <script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Page %d",
                "datePublished": "2026-01-%02dT08:00:00+01:00", "author": [{"@type": "Person", "name": "A. Writer"}], "wordCount": %d}</script>
                """.formatted(i, 1 + i % 28, i);
    }

    private String product(int i) {
        return """
                <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Product", "name": "Kettle %d", "sku": "K-%d",
                "offers": {"@type": "Offer", "price": "%d.90", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}}]}</script>
                """.formatted(i, i, i % 90);
    }

    private String offer(int i) {
        return """
                <div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Kettle %d</span><img src="/picture.png" alt="A kettle" width=20>
                <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><b class="price" itemprop="price">%d.90</b></div></div>
                """.formatted(i, i % 90);
    }

    private String table() {
        return IntStream.range(0, 20)
                .mapToObj(row -> "<tr><th>%d<td>%s<td class='n'>%d".formatted(row, text(3), random.nextInt(1_000)))
                .collect(Collectors.joining("\n", "<table><caption>Figures</caption><tbody>", "</table>"));
    }

    private String form() {
        return "<form action='/search' method=get><label for=q>Find</label><input id=q name=q disabled><select><option selected>All<option>None</select><textarea>%s</textarea></form>"
                .formatted(text(4));
    }

    private String items(int count) {
        return IntStream.range(0, count).mapToObj(_ -> "<li>" + link()).collect(Collectors.joining("\n"));
    }

    private String paragraphs(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ ->
                        "<p>%s <em>%s</em> %s, %s<br>%s</p>".formatted(text(30), text(2), link(), link(), text(25)))
                .collect(Collectors.joining("\n"));
    }

    /** To a page, in one of the ways in which pages write that. */
    private String link() {
        var to = random.nextInt(pages);
        var href = switch (random.nextInt(6)) {
            case 0 -> "http://elsewhere.example/page?id=" + to;
            case 1 -> "../" + path(to).substring(1) + "#part";
            case 2 -> path(to) + "#";
            default -> path(to);
        };
        return "<a class='link' href=\"%s\" title='%s'>%s</a>".formatted(href, text(2), text(3));
    }

    private String text(int words) {
        return random.ints(words, 0, WORDS.length).mapToObj(i -> WORDS[i]).collect(Collectors.joining(" "));
    }
}
