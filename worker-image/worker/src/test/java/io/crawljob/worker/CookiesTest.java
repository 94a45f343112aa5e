package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.fetch.FetcherSettings;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.NamedSites;
import io.crawljob.worker.site.NamedSites.Answer;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which requests of whole crawls say which cookies, as the sites see it. */
@Timeout(60)
class CookiesTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final String WWW = "www.shop.co.uk";
    private static final String IMAGES = "img.shop.co.uk";
    private static final String OTHER = "other.co.uk";

    @AutoClose
    private final NamedSites sites = new NamedSites(WWW, IMAGES, OTHER);

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @BeforeEach
    void everyNameIsTheTestsOwn() {
        crawl.fetchBy(new Fetcher(
                FetcherSettings.USUAL,
                new SiteAccess(null, List.of(sites.certificate())),
                _ -> List.of(InetAddress.getLoopbackAddress()),
                Clock.systemUTC()));
    }

    @Test
    void withoutBeingAskedToAJobKeepsNone() {
        sites.on(WWW, "/", Answer.page("/a").setting("sid=1; Path=/"));
        sites.on(WWW, "/a", Answer.page());

        crawl.crawl(plan(sites.http(WWW, "/")));

        assertThat(sites.log()).containsExactly(WWW + "/robots.txt ", WWW + "/ ", WWW + "/a ");
    }

    @Test
    void whatAHostSetsIsSentWithTheFollowingPagesAndSitemapsAndNotForRobotsTxt() {
        sites.on(WWW, "/robots.txt", new Answer(200, "Sitemap: " + sites.http(WWW, "/map.xml"), List.of(), null));
        sites.on(
                WWW,
                "/map.xml",
                new Answer(200, """
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>%s</loc></url></urlset>""".formatted(sites.http(WWW, "/listed")), List.of("map=1; Path=/"), null));
        sites.on(WWW, "/", Answer.page().setting("sid=1; Path=/"));
        sites.on(WWW, "/listed", Answer.page("/a"));
        sites.on(WWW, "/a", Answer.page());
        var scope = new Plan.Scope(
                List.of(sites.http(WWW, "/")), true, Plan.Within.HOST, Plan.Sitemaps.INCLUDE, List.of(), List.of(), 20);

        crawl.crawl(TestPlans.keepingCookies(TestPlans.plan(someJob(), scope)));

        assertThat(sites.log()).startsWith(WWW + "/robots.txt ", WWW + "/map.xml ");
        assertThat(sites.log()).contains(WWW + "/ map=1", WWW + "/a map=1; sid=1");
    }

    @Test
    void twoJobsAtOneHostHaveEachTheirOwn() {
        for (var own : List.of("one", "two")) {
            var pages = IntStream.range(0, 10)
                    .mapToObj(i -> "/%s/%d".formatted(own, i))
                    .toArray(String[]::new);
            sites.on(WWW, "/" + own, Answer.page(pages).setting("sid=" + own + "; Path=/"));
            for (var page : pages) sites.on(WWW, page, Answer.page());
        }
        crawl.startWorker("worker");

        var one = crawl.submit(TestPlans.keepingCookies(plan(sites.http(WWW, "/one"))));
        var two = crawl.submit(TestPlans.keepingCookies(plan(sites.http(WWW, "/two"))));
        crawl.awaitEnd(one);
        crawl.awaitEnd(two);
        crawl.awaitEnd(crawl.submit(plan(sites.http(WWW, "/two/0"))));

        assertThat(sites.log()).contains(WWW + "/one ", WWW + "/two ");
        for (var own : List.of("one", "two")) {
            assertThat(sites.log())
                    .filteredOn(line -> line.startsWith(WWW + "/" + own + "/") && line.contains("="))
                    .hasSize(10)
                    .allMatch(line -> line.endsWith(" sid=" + own));
        }
        assertThat(sites.log()).as("of a job that keeps none").endsWith(WWW + "/two/0 ");
    }

    @Test
    void aCookieGoesToTheHostsPathsAndSchemesThatItIsForUntilItExpires() {
        sites.on(
                WWW,
                "/",
                Answer.page("/in/a")
                        .setting(
                                "host=1; Path=/",
                                "domain=1; Path=/; Domain=shop.co.uk",
                                "path=1; Path=/in",
                                "secure=1; Path=/; Secure",
                                "past=1; Path=/; Max-Age=0",
                                "suffix=1; Path=/; Domain=co.uk",
                                "foreign=1; Path=/; Domain=other.co.uk"));
        sites.on(WWW, "/in/a", Answer.page(sites.http(IMAGES, "/")));
        sites.on(IMAGES, "/", Answer.page(sites.http(OTHER, "/")));
        sites.on(OTHER, "/", Answer.page(sites.https(WWW, "/s")));
        sites.on(WWW, "/s", Answer.page(sites.http(WWW, "/out")));
        sites.on(WWW, "/out", Answer.page("/end").setting("host=; Path=/; Max-Age=0"));
        sites.on(WWW, "/end", Answer.page());

        crawl.crawl(TestPlans.keepingCookies(plan(sites.http(WWW, "/"))));

        assertThat(sites.log())
                .filteredOn(line -> !line.contains("robots.txt"))
                .containsExactly(
                        WWW + "/ ",
                        WWW + "/in/a path=1; host=1; domain=1",
                        IMAGES + "/ domain=1",
                        OTHER + "/ ",
                        WWW + "/s host=1; secure=1; domain=1",
                        WWW + "/out host=1; domain=1",
                        WWW + "/end domain=1");
        assertThat(sites.log()).filteredOn(line -> line.contains("robots.txt")).allMatch(line -> line.endsWith(" "));
    }

    /** As many sites do: who comes without the cookie is given it, and sent to where he was. */
    @Test
    void aRedirectThatSetsACookieLeadsOnAlsoBackToItself() {
        sites.wall(WWW, "/wall", "seen=1; Path=/");
        sites.on(WWW, "/", new Answer(302, "", List.of("a=1; Path=/"), "/welcome"));
        sites.on(WWW, "/welcome", Answer.page("/wall"));

        var ended = crawl.crawl(TestPlans.keepingCookies(plan(sites.http(WWW, "/"))));

        assertThat(ended.urls()).containsExactlyInAnyOrder(sites.http(WWW, "/"), sites.http(WWW, "/wall"));
        assertThat(sites.log())
                .containsExactly(
                        WWW + "/robots.txt ",
                        WWW + "/ ",
                        WWW + "/welcome a=1",
                        WWW + "/wall a=1",
                        WWW + "/wall a=1; seen=1");
    }

    @Test
    void withoutCookiesAWallIsACircleAsIsOneThatSetsWhatItHasSet() {
        sites.wall(WWW, "/wall", "seen=1; Path=/");
        sites.on(WWW, "/deaf", new Answer(302, "", List.of("deaf=1; Path=/"), "/deaf"));

        var without = crawl.crawl(plan(sites.http(WWW, "/wall")));
        var deaf = crawl.awaitEnd(crawl.submit(TestPlans.keepingCookies(plan(sites.http(WWW, "/deaf")))));

        assertThat(without.failed("Redirect")).isOne();
        assertThat(deaf.failed("Redirect")).isOne();
        assertThat(sites.log())
                .containsExactly(WWW + "/robots.txt ", WWW + "/wall ", WWW + "/deaf ", WWW + "/deaf deaf=1");
    }

    @Test
    void aHostThatSetsTooManyOrTooLongOnesIsSentFiftyOfTheLatest() {
        var many = IntStream.range(0, 60).mapToObj("c%d=1; Path=/"::formatted).toList();
        sites.on(WWW, "/", new Answer(200, "<a href=/a>a</a>", many, null));
        sites.on(WWW, "/a", Answer.page("/b").setting("long=" + "x".repeat(4_093) + "; Path=/"));
        sites.on(WWW, "/b", Answer.page());

        crawl.crawl(TestPlans.keepingCookies(plan(sites.http(WWW, "/"))));

        var kept = IntStream.range(10, 60).mapToObj("c%d=1"::formatted).toList();
        assertThat(sites.log()).endsWith(WWW + "/a " + String.join("; ", kept), WWW + "/b " + String.join("; ", kept));
    }

    /** A page at a time, so that it is clear what each was asked after. */
    private static Plan plan(String seed) {
        return TestPlans.plan(
                someJob(),
                new Plan.Scope(List.of(seed), true, Plan.Within.ANY, Plan.Sitemaps.IGNORE, List.of(), List.of(), 20));
    }

    private static JobKey someJob() {
        return new JobKey("research", "cookies-" + UUID.randomUUID());
    }
}
