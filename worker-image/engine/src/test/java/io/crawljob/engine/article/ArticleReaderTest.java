package io.crawljob.engine.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class ArticleReaderTest {

    private static final String PARAGRAPH =
            "A sentence of the story, long enough to be one, with commas, and with an end that everybody can see. ";

    @Test
    void findsTheTextBetweenWhatSurroundsIt() {
        var html = """
                <body><header><a href=/>Home</a> <a href=/b>Business</a></header><nav><ul><li><a href=/x>All, of, it</a></ul></nav>
                <div id=page><div class=sidebar><p>%1$s</p></div>
                <div class=article-body><h1>Title</h1><p>First. %1$s<a href=/l>A link</a> inside.</p><h2>Part two</h2>
                <p>Second. %1$s</p><ul class=related><li><a href=/1>Another story that you may like</a></li></ul>
                <figure><img src=x><figcaption>A caption, under a picture</figcaption></figure><p>Third. %1$s</p>
                <div class=share-buttons>Share this, now</div></div>
                <div class=comments><p>I think %1$s</p></div></div><footer>Copyright, of course</footer></body>""".formatted(PARAGRAPH);

        var text = ArticleReader.read(Jsoup.parse(html));

        assertThat(text.lines())
                .containsExactly(
                        "First. " + PARAGRAPH + "A link inside.",
                        "Part two",
                        "Second. " + PARAGRAPH.strip(),
                        "Third. " + PARAGRAPH.strip());
    }

    @Test
    void aTextWhoseBoxHasABadNameIsATextAllTheSame() {
        var html = "<body><div class=widget-container><p>%s</p><p>%s</p></div></body>".formatted(PARAGRAPH, PARAGRAPH);

        assertThat(ArticleReader.read(Jsoup.parse(html)).lines()).hasSize(2);
    }

    @Test
    void aTextWithoutParagraphsIsReadByItsLines() {
        var html = "<body><div class=text>%s<br>%s</div></body>".formatted(PARAGRAPH, PARAGRAPH);

        assertThat(ArticleReader.read(Jsoup.parse(html)).lines()).hasSize(2);
    }

    @Test
    void aPageOfLinksHasNone() {
        var html = "<body><ul>" + "<li><a href=/x>A headline, of some length, that leads elsewhere</a></li>".repeat(30)
                + "</ul></body>";

        assertThat(ArticleReader.read(Jsoup.parse(html))).isEmpty();
    }

    @Test
    void hiddenTextIsNotRead() {
        var html =
                "<body><div class=post><p>%1$s</p><p>%1$s</p><p>%1$s</p><p hidden>Secret, really. %1$s</p><p style='display: none'>Secret, too. %1$s</p></div></body>"
                        .formatted(PARAGRAPH);

        assertThat(ArticleReader.read(Jsoup.parse(html))).doesNotContain("Secret");
    }

    @Test
    void theTimeGrowsWithThePageAndNoFaster() {
        var small = Jsoup.parse(page(1_000));
        var large = Jsoup.parse(page(8_000));
        for (var i = 0; i < 20; i++) nanos(small);

        var ratio = (double) best(large) / best(small);

        assertThat(ratio).as("8 times the page; 64 if it were quadratic").isLessThan(24);
    }

    private static String page(int paragraphs) {
        return "<body><div class=post>"
                + "<div><p>%s</p></div>".formatted(PARAGRAPH).repeat(paragraphs) + "</div></body>";
    }

    private static long best(Document document) {
        return IntStream.range(0, 7).mapToLong(_ -> nanos(document)).min().orElseThrow();
    }

    /** Of this thread, so that what else the machine does is not counted. */
    private static long nanos(Document document) {
        var threads = ManagementFactory.getThreadMXBean();
        var begun = threads.getCurrentThreadCpuTime();
        assertThat(ArticleReader.read(document)).isNotEmpty();
        return threads.getCurrentThreadCpuTime() - begun;
    }
}
