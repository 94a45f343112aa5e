package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.ForwardProxy;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.engine.fetch.TestProxy;
import io.crawljob.queue.HostPolicies.Rule;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole crawls by a proxy. */
@Timeout(60)
class ProxyTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final TestProxy proxy = new TestProxy();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @BeforeEach
    void aSmallSite() {
        site.on("/robots.txt", Answer.text("User-agent: *\nDisallow: /no\n"))
                .on("/sitemap.xml", Answer.of(200, "application/xml", """
                        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>%s</loc></url></urlset>""".formatted(site.url("/listed"))
                        .getBytes(StandardCharsets.UTF_8)))
                .on("/", Answer.page("Home", "/old", "/no"))
                .on("/old", Answer.redirect("/new"))
                .on("/new", Answer.page("New"))
                .on("/listed", Answer.page("Listed"));
    }

    @Test
    void everyRequestOfACrawlGoesByTheProxy() {
        crawl.sites(proxy.access());

        var ended = crawl.crawl(plan("all"));

        assertThat(ended.urls()).containsExactlyInAnyOrder(site.url("/"), site.url("/old"), site.url("/listed"));
        var came = site.hits().stream().map(Site.Hit::path).toList();
        assertThat(came).contains("/robots.txt", "/sitemap.xml", "/", "/old", "/new", "/listed");
        assertThat(proxy.asked.stream().map(line -> line.split(" ", -1)[1]))
                .containsExactlyInAnyOrderElementsOf(
                        came.stream().map(site::url).toList());
    }

    @Test
    void aProxyInsideNeedsAHostPolicyForItsOwnHost() {
        var named = ForwardProxy.parse(proxy.url().replace("127.0.0.1", "localhost"))
                .orElseThrow();
        crawl.sites(new SiteAccess(named, List.of()));
        crawl.politeness(List.of(open("127.0.0.1")));

        var refused = crawl.crawl(plan("refused"));

        assertThat(refused.urls()).isEmpty();
        assertThat(refused.failed("AddressRefused")).isEqualTo(1);
        assertThat(proxy.connections).hasValue(0);
        assertThat(site.hits()).isEmpty();

        crawl.politeness(List.of(open("127.0.0.1"), open("localhost")));
        assertThat(crawl.crawl(plan("allowed")).urls()).hasSize(3);
    }

    private Plan plan(String name) {
        var scope = new Plan.Scope(
                List.of(site.url("/")), true, Plan.Within.HOST, Plan.Sitemaps.INCLUDE, List.of(), List.of(), 20);
        return TestPlans.plan(new JobKey("research", name), scope);
    }

    private static Rule open(String host) {
        return new Rule(host, List.of(host), 0L, 8, null, null, true, List.of("*"), List.of(AddressPolicy.EVERY_PORT));
    }
}
