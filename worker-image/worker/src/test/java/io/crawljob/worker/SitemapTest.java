package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.Gate;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SitemapTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void findsPagesThatOnlyASitemapNames() {
        site.on("/", Answer.page("Home", "/a"))
                .on("/a", Answer.page("A"))
                .on("/alone", Answer.page("Alone"))
                .on("/sitemap.xml", xml(urlset("/alone", "/a")));

        var ended = crawl.crawl(plan(Plan.Sitemaps.INCLUDE));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/a", "/alone"));
        var alone = ended.record(site.url("/alone"));
        assertThat(alone.get("depth").asInt()).isEqualTo(1);
        assertThat(alone.get("parent").asText()).isEqualTo(site.url("/sitemap.xml"));
        assertThat(ended.snapshot().discovered()).isEqualTo(3);
        assertThat(site.hits("/sitemap.xml")).hasSize(1);
    }

    @Test
    void readsWhatRobotsTxtAndIndexesNameAndNoneTwice() throws IOException {
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow:\nSitemap: %s\n".formatted(site.url("/index.xml"))))
                .on("/index.xml", xml(index("/one.xml", "/two.xml.gz", "/index.xml")))
                .on("/one.xml", xml(urlset("/1")))
                .on("/two.xml.gz", Answer.of(200, "application/gzip", gzip(urlset("/2"))))
                .on("/", Answer.page("Home"))
                .on("/1", Answer.page("One"))
                .on("/2", Answer.page("Two"));

        var ended = crawl.crawl(plan(Plan.Sitemaps.INCLUDE));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/1", "/2"));
        assertThat(ended.record(site.url("/")).has("warnings")).isFalse();
        assertThat(site.hits().stream().map(Site.Hit::path)).doesNotHaveDuplicates();
    }

    @Test
    void followsNoLinksWhenPagesAreToComeFromSitemapsAlone() {
        site.on("/", Answer.page("Home", "/a"))
                .on("/a", Answer.page("A"))
                .on("/b", Answer.page("B", "/a"))
                .on("/sitemap.xml", xml(urlset("/b")));

        var ended = crawl.crawl(plan(Plan.Sitemaps.ONLY));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/b"));
    }

    @Test
    void triesAgainWhenASitemapFailsForAMoment() {
        site.on("/", Answer.page("Home"))
                .on("/b", Answer.page("B"))
                .on("/sitemap.xml", time -> time == 1 ? Answer.status(500) : xml(urlset("/b")));

        var ended = crawl.crawl(plan(Plan.Sitemaps.INCLUDE));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/b"));
    }

    @Test
    void goesOnWithoutASitemapThatStaysBrokenAndSaysSo() {
        site.on("/", Answer.page("Home")).on("/sitemap.xml", Answer.status(500));

        var ended = crawl.crawl(plan(Plan.Sitemaps.INCLUDE));

        assertThat(ended.urls()).containsExactly(site.url("/"));
        assertThat(ended.record(site.url("/")).get("warnings").get(0).asText())
                .contains(site.url("/sitemap.xml"), "Http5xx");
    }

    /** The gate refuses what would begin later than its horizon; an item that then began anew would never come to its page. */
    @Test
    void readsASitemapOnceOnAHostThatAsksForLongPauses() {
        crawl.politeness(Gate.HORIZON.plusMillis(500), 1);
        site.on("/", Answer.page("Home"))
                .on("/sitemap.xml", xml(urlset("/alone")))
                .on("/alone", Answer.page("Alone"));

        var ended = crawl.crawl(plan(Plan.Sitemaps.INCLUDE));

        assertThat(ended.urls()).containsExactlyInAnyOrder(urls("/", "/alone"));
        assertThat(site.hits("/sitemap.xml")).hasSize(1);
    }

    private Plan plan(Plan.Sitemaps sitemaps) {
        var scope = new Plan.Scope(List.of(site.url("/")), true, Plan.Within.HOST, sitemaps, List.of(), List.of(), 20);
        return TestPlans.plan(new JobKey("research", UUID.randomUUID().toString()), scope);
    }

    private static Answer xml(String text) {
        return Answer.of(200, "application/xml", text.getBytes(StandardCharsets.UTF_8));
    }

    private String urlset(String... paths) {
        return "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" + locations("url", paths) + "</urlset>";
    }

    private String index(String... paths) {
        return "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" + locations("sitemap", paths)
                + "</sitemapindex>";
    }

    private String locations(String element, String... paths) {
        var text = new StringBuilder();
        for (var path : paths) {
            text.append("<%s><loc>%s</loc></%s>".formatted(element, site.url(path), element));
        }
        return text.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private String[] urls(String... paths) {
        return Stream.of(paths).map(site::url).toArray(String[]::new);
    }
}
