package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.RawSite;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A site that may be crawled leads to an address that may not, in every way there is; nobody ever connects there. */
@Timeout(60)
class InsideTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final RawSite inside = new RawSite("127.0.0.2", out -> RawSite.head(out, "200 OK", "Content-Length: 0"));

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void noRedirectLinkSitemapOrRefreshLeadsInside() {
        onlyTheSiteIsAllowed();
        var links = new ArrayList<String>();
        for (var status : List.of(301, 302, 303, 307, 308)) {
            site.on("/r" + status, new Answer(status, Map.of("Location", inside.url("/r" + status)), new byte[0]));
            links.add("/r" + status);
        }
        site.on("/refresh", Answer.html("<meta http-equiv=refresh content='0; url=%s'>".formatted(inside.url("/m"))));
        site.on(
                "/frame",
                Answer.html("<iframe src='%s'></iframe><link rel=canonical href='%s'>"
                        .formatted(inside.url("/f"), inside.url("/c"))));
        site.on("/base", Answer.html("<base href='%s'><a href=b>x</a>".formatted(inside.url("/base/"))));
        links.addAll(
                List.of("/refresh", "/frame", "/base", inside.url("/link"), spelled("localhost"), spelled("[::1]")));
        site.on("/", Answer.page("Home", links.toArray(String[]::new)));
        site.on(
                "/robots.txt",
                Answer.text("Sitemap: %s\nSitemap: %s\n".formatted(inside.url("/map.xml"), site.url("/map.xml"))));
        site.on(
                "/map.xml",
                Answer.of(
                        200,
                        "application/xml",
                        "<urlset><url><loc>%s</loc></url></urlset>"
                                .formatted(inside.url("/loc"))
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        var scope = new Plan.Scope(
                List.of(site.url("/")), true, Plan.Within.ANY, Plan.Sitemaps.INCLUDE, List.of(), List.of(), 20);

        var ended = crawl.crawl(TestPlans.plan(new JobKey("research", "inside"), scope));

        assertThat(inside.connections()).isZero();
        assertThat(ended.urls())
                .containsExactlyInAnyOrder(site.url("/"), site.url("/refresh"), site.url("/frame"), site.url("/base"));
        // Five redirects, a refresh, a frame, a canonical address, a base, a sitemap's page, and three links.
        assertThat(ended.failed("AddressRefused")).isEqualTo(13);
        assertThat(ended.snapshot().failures().getFirst().message()).doesNotContain("answered", "200");
    }

    @Test
    void robotsTxtThatRedirectsInsideIsNotFollowed() {
        onlyTheSiteIsAllowed();
        site.on("/robots.txt", Answer.redirect(inside.url("/robots.txt"))).on("/", Answer.page("Home"));

        crawl.crawl(TestPlans.plan(site.url("/")));

        assertThat(inside.connections()).isZero();
    }

    private String spelled(String host) {
        return "http://%s:%d/".formatted(host, inside.port());
    }

    private void onlyTheSiteIsAllowed() {
        var defaults = new Rule("default", List.of(), 0L, 8, null, null, false, List.of(), List.of());
        var own = new Rule(
                "own", List.of("127.0.0.1"), 0L, 8, null, null, true, List.of("*"), List.of(port(site), inside.port()));
        crawl.queue().shared().publish(new HostPolicies(System.nanoTime(), defaults, List.of(own)));
    }

    private static int port(Site site) {
        return java.net.URI.create(site.url("/")).getPort();
    }
}
