package io.crawljob.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {

    private final PageReader reader =
            new PageReader("CrawlJob/1 (+https://crawljob.example)", Bodies.METADATA_AND_LINKS, new ParseBudget());

    @Test
    void readsTitleLanguageAndMetadata() {
        var page = reader.read(Bodies.html("""
                        <!DOCTYPE html>
                        <html lang="en-GB"><head>
                        <title> A &amp; B
                          — guide </title>
                        <meta name="Description" content="What it  is about.">
                        <meta name="author" content="Someone">
                        <link rel="canonical" href="/canonical#x">
                        <meta property="og:title" content="A and B">
                        <meta property="og:image" content="https://example.org/1.png">
                        <meta property="og:image" content="https://example.org/2.png">
                        </head><body><svg><title>Icon</title></svg><p>Text</p></body></html>
                        """));

        assertThat(page.html()).isTrue();
        assertThat(page.contentType()).isEqualTo("text/html");
        assertThat(page.title()).isEqualTo("A & B — guide");
        assertThat(page.language()).isEqualTo("en-GB");
        assertThat(page.canonicalUrl()).hasToString("https://example.org/canonical");
        assertThat(page.metadata()).hasToString("""
                        {"description":"What it is about.","author":"Someone","canonical":"https://example.org/canonical",\
                        "openGraph":{"og:title":"A and B","og:image":["https://example.org/1.png","https://example.org/2.png"]}}""");
        assertThat(page.warnings()).isEmpty();
    }

    @Test
    void leavesOutWhatAPageDoesNotSay() {
        var page = reader.read(Bodies.html("<p>Hello"));

        assertThat(page.title()).isNull();
        assertThat(page.language()).isNull();
        assertThat(page.canonicalUrl()).isNull();
        assertThat(page.refreshUrl()).isNull();
        assertThat(page.metadata()).isEmpty();
        assertThat(page.links()).isEmpty();
    }

    @Test
    void anIconsTitleIsNotThePages() {
        assertThat(reader.read(Bodies.html("<svg><title>Icon</title></svg>")).title())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'<html lang=fr>', 'de', fr",
        "'<html xml:lang=fr>', '', fr",
        "'<meta http-equiv=content-language content=es>', 'de', es",
        "'<p>', 'de', de",
        "'<p>', 'de, en',",
        "'<html lang=\"\">', '',",
    })
    void takesTheLanguageOfThePageBeforeThatOfTheHeader(String html, String header, String language) {
        assertThat(reader.read(Bodies.withHeaders(html, header)).language()).isEqualTo(language);
    }

    @Test
    void findsLinksOfEveryKindWithTheirTextAndRelation() {
        var page = reader.read(Bodies.html("""
                        <head><link rel="next" href="page2"><link rel="alternate" hreflang="de" href="/de/page">
                        <link rel="stylesheet" href="style.css"><link rel="alternate" type="application/rss+xml" href="feed.xml"></head>
                        <a href="one">First  <b>link</b></a>
                        <a href="two" rel="NoFollow ugc">Second</a>
                        <map><area href="three" alt="x"></map>
                        <iframe src="four"></iframe>
                        <svg><a xlink:href="five"><text>Five</text></a></svg>
                        <a name="anchor">No link</a>
                        <a href="">Here</a>
                        """));

        assertThat(page.links())
                .containsExactly(
                        link("https://example.org/dir/page2", "next", ""),
                        link("https://example.org/de/page", "alternate", ""),
                        link("https://example.org/dir/one", "", "First link"),
                        link("https://example.org/dir/two", "nofollow ugc", "Second"),
                        link("https://example.org/dir/three", "", ""),
                        link("https://example.org/dir/four", "", ""),
                        link("https://example.org/dir/five", "", "Five"),
                        link("https://example.org/dir/page", "", "Here"));
        assertThat(page.links()).filteredOn(PageLink::nofollow).hasSize(1);
    }

    @Test
    void findsFramesOfAFrameset() {
        var page = reader.read(Bodies.html("<html><frameset><frame src=left><frame src=right></frameset></html>"));

        assertThat(urls(page)).containsExactly("https://example.org/dir/left", "https://example.org/dir/right");
    }

    @Test
    void takesNothingForALinkThatIsNone() {
        var page = reader.read(Bodies.html("""
                        <script>var x = '<a href="/script">';</script>
                        <script type="text/template"><a href="/template-script"></a></script>
                        <!-- <a href="/comment"></a> -->
                        <style>a { background: url(/style) }</style>
                        <textarea><a href="/textarea"></a></textarea>
                        <template><a href="/template"></a></template>
                        <xmp><a href="/xmp"></a></xmp>
                        <a href="javascript:location='/js'">x</a> <a href="data:text/html,%3Ca%20href=/data%3E">x</a>
                        <a href="mailto:a@example.org">x</a> <a href="tel:+1">x</a> <a href="ftp://example.org/">x</a> <a href="http://[">x</a>
                        <a data-href="/data-attribute">x</a> <img src="/image.png"> /plain/text http://example.org/plain
                        <a href="/real">x</a>
                        """));

        assertThat(urls(page)).containsExactly("https://example.org/real");
    }

    @Test
    void namesEachUrlOnce() {
        var page = reader.read(
                Bodies.html(
                        "<a href=a>1</a><a href=./a>2</a><a href='/dir/a#x'>3</a><a href=HTTPS://EXAMPLE.org:443/dir/%61>4</a>"));

        assertThat(page.links()).containsExactly(link("https://example.org/dir/a", "", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "'<base href=/other/>', https://example.org/other/a",
        "'<base href=https://cdn.example/x/y>', https://cdn.example/x/a",
        "'<base target=_blank><base href=/second/><base href=/third/>', https://example.org/second/a",
        "'<base href=javascript:1>', https://example.org/dir/a",
    })
    void resolvesLinksAgainstTheBaseWhereverItStands(String base, String expected) {
        assertThat(urls(reader.read(Bodies.html("<a href=a>x</a>" + base)))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "0;url=/next | https://example.org/next",
                "5; URL='next' | https://example.org/dir/next",
                "0, url=\"/next\" junk | https://example.org/next",
                "3;/next | https://example.org/next",
                "0 url=/next | https://example.org/next",
                "30 | NONE",
                "0;url=javascript:x | NONE",
            })
    void readsWhereARefreshLeads(String content, String target) {
        var page = reader.read(
                Bodies.html("<meta http-equiv=Refresh content=\"" + content.replace("\"", "&quot;") + "\">"));

        assertThat(page.refreshUrl() == null ? "NONE" : page.refreshUrl().toString())
                .isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "<meta name=robots content=noindex> | true | false",
                "<meta name=ROBOTS content='NoIndex, NoFollow'> | true | true",
                "<meta name=robots content=none> | true | true",
                "<meta name=crawljob content=nofollow> | false | true",
                "<meta name=otherbot content=none> | false | false",
                "<meta name=robots content=index,follow><meta name=crawljob content=noindex> | true | false",
                "<meta name=robots content='noarchive, max-snippet:20'> | false | false",
            })
    void obeysRobotsMetaTags(String html, boolean noindex, boolean nofollow) {
        var page = reader.read(Bodies.html(html));

        assertThat(List.of(page.noindex(), page.nofollow())).isEqualTo(List.of(noindex, nofollow));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "noindex | true | false",
                "NONE | true | true",
                "crawljob: nofollow | false | true",
                "otherbot: noindex, nofollow | false | false",
                "noarchive, noindex | true | false",
                "unavailable_after: 25 Jun 2026 15:00:00 GMT, nofollow | false | true",
                "*: noindex | true | false",
            })
    void obeysTheRobotsHeader(String header, boolean noindex, boolean nofollow) {
        var page = reader.read(Bodies.withHeaders("<p>x", "", header));

        assertThat(List.of(page.noindex(), page.nofollow())).isEqualTo(List.of(noindex, nofollow));
    }

    @Test
    void theRobotsHeaderHoldsForWhatIsNoHtml() {
        var pdf = Bodies.withHeaders("%PDF-1.7", "", "noindex");

        assertThat(reader.read(pdf).noindex()).isTrue();
    }

    @Test
    void readsJsonLdAsPeopleWriteIt() {
        var page = reader.read(Bodies.html("""
                        <script type="application/ld+json">{"@type": "Article", /* a comment */ "headline": "One",}</script>
                        <script type="application/ld+json">broken {</script>
                        <script type="Application/LD+JSON"> <!--
                        [{"@type": "Product", "name": "two
                        lines"}, 7, {"@type": "Offer"}];
                        --> </script>
                        <script type="application/ld+json">//<![CDATA[
                        {"@type": "Thing"}
                        //]]></script>
                        """));

        assertThat(page.metadata().path("jsonLd")).hasToString("""
                        [{"@type":"Article","headline":"One"},{"@type":"Product","name":"two\\nlines"},{"@type":"Offer"},{"@type":"Thing"}]""");
        assertThat(page.warnings()).containsExactly("a block of JSON-LD cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf,application/pdf",
        "'Application/PDF; x=y',application/pdf",
        "image/png,image/png",
        "text/plain,text/plain",
    })
    void recordsTheTypeOfWhatIsNoPage(String header, String type) {
        var page = reader.read(Bodies.of(header, "<a href=/x>".getBytes(StandardCharsets.UTF_8)));

        assertThat(page.html()).isFalse();
        assertThat(page.contentType()).isEqualTo(type);
        assertThat(page.links()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'  <!DOCTYPE HTML><a href=/x>',text/html",
        "'<a href=/x>',text/html",
        "%PDF-1.4,application/pdf",
        "hello,text/plain",
        "'<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>',application/xhtml+xml",
        "'<?xml version=\"1.0\"?><feed/>',application/xml",
    })
    void looksAtTheBytesWhenNoTypeIsTold(String body, String type) {
        assertThat(reader.read(Bodies.of("", body.getBytes(StandardCharsets.UTF_8)))
                        .contentType())
                .isEqualTo(type);
        assertThat(reader.read(Bodies.of("nonsense", body.getBytes(StandardCharsets.UTF_8)))
                        .contentType())
                .isEqualTo(type);
    }

    @Test
    void readsXhtmlByItsOwnRules() {
        var xhtml =
                "<html xmlns='http://www.w3.org/1999/xhtml' xml:lang='en'><head><title>T</title><script src='x.js'/></head><body><a href='a'/></body></html>";

        var page = reader.read(Bodies.of("application/xhtml+xml", xhtml.getBytes(StandardCharsets.UTF_8)));

        assertThat(page.title()).isEqualTo("T");
        assertThat(page.language()).isEqualTo("en");
        assertThat(urls(page)).containsExactly("https://example.org/dir/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "<", "<a href=", "</html>", "<!--", "<html><head><title>"})
    void readsWhatIsHardlyAPage(String html) {
        var page = reader.read(Bodies.html(html));

        assertThat(page.html()).isTrue();
        assertThat(page.links()).isEmpty();
    }

    static List<String> urls(Page page) {
        return page.links().stream().map(link -> link.url().toString()).toList();
    }

    private static PageLink link(String url, String rel, String text) {
        return new PageLink(CanonicalUrl.parse(url).orElseThrow(), rel, text);
    }
}
