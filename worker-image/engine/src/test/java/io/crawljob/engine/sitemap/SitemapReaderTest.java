package io.crawljob.engine.sitemap;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SitemapReaderTest {

    private static final CanonicalUrl URL =
            CanonicalUrl.parse("https://example.org/sitemap.xml").orElseThrow();
    private static final String TWO_PAGES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
              <url><loc>https://example.org/a?x=1&amp;y=2</loc><lastmod>2026-01-01</lastmod></url>
              <url>
                <loc>
                  https://example.org/b#part
                </loc>
              </url>
            </urlset>
            """;

    private final SitemapReader reader = new SitemapReader();

    @Test
    void readsPages() {
        var sitemap = read(TWO_PAGES);

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/a?x=1&y=2", "https://example.org/b");
        assertThat(sitemap.sitemaps()).isEmpty();
        assertThat(sitemap.warnings()).isEmpty();
    }

    @Test
    void readsGzip() throws IOException {
        assertThat(reader.read(URL, gzip(TWO_PAGES.getBytes(StandardCharsets.UTF_8)))
                        .pages())
                .hasSize(2);
    }

    @Test
    void readsAnIndex() {
        var sitemap = read("""
                <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                <sitemap><loc>https://example.org/1.xml.gz</loc></sitemap><sitemap><loc>/2.xml</loc></sitemap>
                </sitemapindex>""");

        assertThat(texts(sitemap.sitemaps()))
                .containsExactly("https://example.org/1.xml.gz", "https://example.org/2.xml");
        assertThat(sitemap.pages()).isEmpty();
    }

    @Test
    void takesImagesAndVideosForNoPagesAndTranslationsForPages() {
        var sitemap = read("""
                <s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="i" xmlns:xhtml="x">
                <s:url><s:loc>https://example.org/a</s:loc><image:image><image:loc>https://example.org/a.png</image:loc></image:image>
                <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/a"/></s:url>
                <s:url><s:loc><![CDATA[https://example.org/b?x=1&y=2]]></s:loc></s:url></s:urlset>""");

        assertThat(texts(sitemap.pages()))
                .containsExactly("https://example.org/a", "https://example.org/de/a", "https://example.org/b?x=1&y=2");
    }

    @Test
    void readsRss() {
        var sitemap = read("""
                <rss version="2.0"><channel><link>https://example.org/</link>
                <item><title>&lt;a&gt;</title><link>https://example.org/one</link><guid>x</guid></item>
                <item><link>
                https://example.org/two</link></item></channel></rss>""");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/one", "https://example.org/two");
    }

    @Test
    void readsAtom() {
        var sitemap = read("""
                <feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/"/>
                <entry><link href="https://example.org/one"/><link rel="edit" href="https://example.org/edit"/></entry>
                <entry><link rel='alternate' type='text/html' href='/two'/></entry></feed>""");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/one", "https://example.org/two");
    }

    @Test
    void readsAPlainList() {
        var sitemap = read(
                "\uFEFFhttps://example.org/a\r\n\r\n  https://example.org/b  \nnot a url\nhttps://example.org/a\n");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/a", "https://example.org/b");
    }

    @Test
    void usesWhatComesBeforeTheEndOfABrokenOne() throws IOException {
        assertThat(read(TWO_PAGES.substring(0, TWO_PAGES.indexOf("https://example.org/b")))
                        .pages())
                .hasSize(1);

        var zipped = gzip(TWO_PAGES.repeat(200).getBytes(StandardCharsets.UTF_8));
        var cut = reader.read(URL, Arrays.copyOf(zipped, zipped.length - 20));
        assertThat(cut.pages()).hasSize(2);
        assertThat(cut.warnings()).singleElement().asString().startsWith("it ends in the middle");
    }

    @Test
    void forgivesWhatSitemapsGetWrong() {
        var sitemap = read(
                "\n\n<?xml version='1.0'?><urlset><url><loc>https://example.org/a?x=1&y=2</loc><url><loc>https://example.org/b</loc></urlset>");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/a?x=1&y=2", "https://example.org/b");
    }

    @Test
    void passesOverWhatIsNoUrl() {
        var sitemap = read(
                "<urlset><url><loc>ftp://example.org/</loc></url><url><loc></loc></url><url><loc>https://example.org/a</loc></url></urlset>");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/a");
        assertThat(sitemap.warnings()).containsExactly("it names what is no URL of http or https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "<", "<!--", "<![CDATA[", "<a b='", "\u0000\u0001", "{}", "<urlset/>", "<?xml"})
    void findsNothingInWhatIsNoSitemap(String text) {
        assertThat(read(text).pages()).isEmpty();
    }

    @Test
    void saysThatAPageIsNoSitemap() {
        var sitemap = read("<!DOCTYPE html><html><body><a href=/x>x</a></body></html>");

        assertThat(sitemap.pages()).isEmpty();
        assertThat(sitemap.warnings()).containsExactly("it is a page, not a sitemap");
    }

    /** Nothing outside is asked for: neither a file nor a host. */
    @Test
    void knowsNoEntitiesOfADocumentType() {
        var sitemap = read("""
                <!DOCTYPE urlset [<!ENTITY file SYSTEM "file:///etc/passwd"> <!ENTITY a "&b;&b;"> <!ENTITY b "x">]>
                <urlset><url><loc>https://example.org/&file;&a;</loc></url></urlset>""");

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/&file;&a;");
    }

    @Test
    void reads50000UrlsAndNoMore() {
        var text = new StringBuilder("<urlset>");
        for (int i = 0; i < 50_010; i++)
            text.append("<url><loc>https://example.org/").append(i).append("</loc></url>");

        var sitemap = read(text.toString());

        assertThat(sitemap.pages()).hasSize(SitemapReader.MOST_URLS);
        assertThat(sitemap.warnings()).singleElement().asString().contains("50000");
    }

    @Test
    void aBombInGzipIsReadUpToTheBound() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write("<urlset><url><loc>https://example.org/a</loc></url>".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1_100; i++) gzip.write(new byte[100_000]);
        }

        var sitemap = reader.read(URL, bomb.toByteArray());

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/a");
        assertThat(sitemap.warnings()).singleElement().asString().contains("52428800");
    }

    @Test
    void aTagAndATextWithoutEndTakeNoMemory() {
        var sitemap = read("<urlset><url><loc>" + "x".repeat(5_000_000)
                + "</loc><loc>https://example.org/a</loc></url><" + "y".repeat(5_000_000));

        assertThat(texts(sitemap.pages())).contains("https://example.org/a");
    }

    @Test
    void readsTheCharsetItNames() {
        var xml =
                "<?xml version='1.0' encoding='windows-1251'?><urlset><url><loc>https://example.org/мир</loc></url></urlset>";

        var sitemap = reader.read(URL, xml.getBytes(Charset.forName("windows-1251")));

        assertThat(texts(sitemap.pages())).containsExactly("https://example.org/%D0%BC%D0%B8%D1%80");
    }

    private Sitemap read(String text) {
        return reader.read(URL, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(List<CanonicalUrl> urls) {
        return urls.stream().map(CanonicalUrl::toString).toList();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
