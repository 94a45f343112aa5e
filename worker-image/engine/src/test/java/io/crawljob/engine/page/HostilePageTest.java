package io.crawljob.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.dom.ParseBudget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages that are made to hurt; each is read on a thread as small as a worker's, in bounded time. */
@Timeout(60)
class HostilePageTest {

    private final PageReader reader = new PageReader("CrawlJob", Bodies.METADATA_AND_LINKS, new ParseBudget());

    @Test
    void a100000NestedTagsCostNoStackAndLoseNoLink() throws Exception {
        for (var tag :
                new String[] {"div", "span", "b", "p", "table", "svg", "x-y", "a", "form", "ul><li", "template"}) {
            var page = read("<a href=first>x</a>" + ("<" + tag + ">").repeat(100_000) + "<a href=/last>end</a>");

            assertThat(PageReaderTest.urls(page)).as(tag).contains("https://example.org/dir/first");
            if (!tag.equals("template"))
                assertThat(PageReaderTest.urls(page)).as(tag).contains("https://example.org/last");
        }
    }

    @Test
    void nestedXhtmlCostsNoStackEither() throws Exception {
        var xhtml = "<html>" + "<div>".repeat(100_000) + "<a href='/last'/>";

        var page = onSmallThread(xhtml.getBytes(StandardCharsets.UTF_8), "application/xhtml+xml");

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/last");
    }

    @Test
    void oneTagOfTenMegabytesIsCut() throws Exception {
        var page = read("<a href=/first>x</a><div title=\"" + "x".repeat(10_000_000) + "\"><a href=/after>x</a>");

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/first");
        assertThat(page.warnings())
                .anyMatch(warning -> warning.contains("only the first " + PageReader.MOST_HTML_BYTES));
    }

    @Test
    void aTagOfManyAttributesIsRead() throws Exception {
        var attributes =
                IntStream.range(0, 50_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining(" "));

        assertThat(PageReaderTest.urls(read("<div " + attributes + "><a href=/x>")))
                .containsExactly("https://example.org/x");
    }

    @Test
    void moreLinksThanAnyoneNeedsAreCut() throws Exception {
        var links = IntStream.range(0, 30_000)
                .mapToObj(i -> "<a href=" + i + ">x</a>")
                .collect(Collectors.joining());

        var page = read(links);

        assertThat(page.links()).hasSize(PageCollector.MOST_LINKS);
        assertThat(page.warnings()).containsExactly("the page has more than 20000 links; the others were left out");
    }

    @Test
    void unclosedFormattingDoesNotMultiply() throws Exception {
        var page = read("<b><i><font color=red><a href=/x>x<p>".repeat(20_000));

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/x");
    }

    @Test
    void aPageThatIsMadeToGrowIsCut() throws Exception {
        var attributes = IntStream.range(0, 400).mapToObj(i -> "a" + i).collect(Collectors.joining(" "));
        var formatting = IntStream.range(0, 12)
                .mapToObj(i -> "<b x=%d %s>".formatted(i, attributes))
                .collect(Collectors.joining());

        var page = read("<a href=/x>x</a><p>" + formatting + "<p>x".repeat(10_000) + "<a href=/after>y</a>");

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/x");
        assertThat(page.warnings()).containsExactly("the page grows beyond what is read; its end was left out");
    }

    @Test
    void morePagesOfTheLargestKindThanFitWaitForEachOther() throws Exception {
        var html = "<p><b " + "q".repeat(300) + ">" + "<p>x".repeat(60_000);
        var pages = new ArrayList<FutureTask<Page>>();
        for (var i = 0; i < 20; i++) {
            pages.add(new FutureTask<>(() -> reader.read(Bodies.html(html))));
            Thread.ofVirtual().start(pages.getLast());
        }

        for (var page : pages) assertThat(page.get(50, TimeUnit.SECONDS).html()).isTrue();
    }

    @Test
    void deepJsonLdIsPassedOver() throws Exception {
        var page = read("<script type=application/ld+json>" + "[".repeat(100_000) + "</script><a href=/x>");

        assertThat(PageReaderTest.urls(page)).containsExactly("https://example.org/x");
        assertThat(page.warnings()).hasSize(1);
    }

    @Test
    void nulBytesAreNoEnd() throws Exception {
        var page = read("<a\u0000 href=/x\u0000y>a\u0000b</a><a href=/z>x</a>");

        assertThat(PageReaderTest.urls(page)).contains("https://example.org/z");
    }

    @Test
    void randomBytesAreReadAsWhatTheyClaimToBe() throws Exception {
        var bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);

        assertThat(onSmallThread(bytes, "text/html").html()).isTrue();
        Arrays.fill(bytes, (byte) '<');
        assertThat(onSmallThread(bytes, "text/html").links()).isEmpty();
        Arrays.fill(bytes, (byte) '&');
        assertThat(onSmallThread(bytes, "text/html").links()).isEmpty();
    }

    private Page read(String html) throws Exception {
        return onSmallThread(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
    }

    private Page onSmallThread(byte[] bytes, String contentType) throws Exception {
        var reading = new FutureTask<>(() -> reader.read(Bodies.of(contentType, bytes)));
        new Thread(null, reading, "small", 256 * 1_024).start();
        return reading.get(20, TimeUnit.SECONDS);
    }
}
