package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.RedisServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crawls after others of the same namespace: what is young is used again, what is older is asked for only if it has changed. */
@Timeout(60)
class PageCacheTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final int LONG = 3_600;

    private final Crawl crawl = new Crawl(REDIS);
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** Each page has an ETag by its text; {@code /private} may not be kept. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            var text = pages.get(path);
            var etag = "\"" + Objects.hashCode(text) + "\"";
            var known = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            if (!path.equals("/robots.txt")) asked.add(path + (known ? " known" : ""));
            exchange.getResponseHeaders().set("ETag", etag);
            if (path.equals("/private")) exchange.getResponseHeaders().set("Cache-Control", "private, no-store");
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            var body = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    text == null ? 404 : known ? 304 : 200, known || text == null ? -1 : body.length);
            if (!known && text != null) exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        pages.put("/", "<title>Home</title><a href=/a>a</a><a href=/private>p</a>");
        pages.put("/a", "<title>A</title>");
        pages.put("/private", "<title>Private</title>");
    }

    @AfterEach
    void close() {
        crawl.close();
        server.stop(0);
    }

    @Test
    void aYoungPageIsUsedAgainByAnotherJobOfTheNamespace() {
        crawl.crawl(plan("research", LONG));
        asked.clear();

        var ended = again(plan("research", LONG));

        assertThat(asked).containsExactly("/private");
        assertThat(ended.urls()).hasSize(3);
        var record = ended.record(url("/a"));
        assertThat(record.get("fromCache").asBoolean()).isTrue();
        assertThat(record.get("title").asText()).isEqualTo("A");
        assertThat(ended.record(url("/private")).has("fromCache")).isFalse();
    }

    @Test
    void anOlderPageIsAskedForOnlyIfItHasChanged() {
        crawl.crawl(plan("research", 1));
        asked.clear();
        pages.put("/a", "<title>New A</title>");
        crawl.waitUntilOlderThanASecond();

        var ended = again(plan("research", 1));

        assertThat(asked).containsExactlyInAnyOrder("/ known", "/a", "/private");
        var home = ended.record(url("/"));
        assertThat(home.get("unchanged").asBoolean()).isTrue();
        assertThat(home.get("httpStatus").asInt()).isEqualTo(304);
        assertThat(home.get("title").asText()).isEqualTo("Home");
        assertThat(ended.record(url("/a")).has("unchanged")).isFalse();
        assertThat(ended.record(url("/a")).get("title").asText()).isEqualTo("New A");
    }

    @Test
    void aJobWithoutCacheAsksForEverything() {
        crawl.crawl(plan("research", LONG));
        asked.clear();

        again(plan("research", 0));

        assertThat(asked).containsExactlyInAnyOrder("/", "/a", "/private");
    }

    @Test
    void anotherAgentIsGivenItsOwnPages() {
        crawl.crawl(plan("research", LONG));
        asked.clear();

        var other = plan("research", LONG);
        again(TestPlans.with(other, new Plan.Fetch("other/1.0 (+https://example.org/bot)", 10, 1_000_000, true, LONG)));

        assertThat(asked).containsExactlyInAnyOrder("/", "/a", "/private");
    }

    @Test
    void whatIsShownToAJobWithHeadersOfItsOwnIsNobodyElses() {
        var fetch = plan("research", LONG).fetch();
        var withHeader = new Plan.Fetch(
                fetch.userAgent(),
                10,
                1_000_000,
                true,
                LONG,
                fetch.render(),
                List.of(new Plan.Header("Authorization", "Basic c2VjcmV0", null)),
                Plan.Cookies.IGNORE);

        crawl.crawl(TestPlans.with(plan("research", LONG), withHeader));
        again(plan("research", LONG));
        again(TestPlans.with(plan("research", LONG), withHeader));

        assertThat(asked).hasSize(9).filteredOn("/a"::equals).hasSize(3);
    }

    @Test
    void whatIsShownToAJobThatKeepsCookiesIsNobodyElses() {
        crawl.crawl(TestPlans.keepingCookies(plan("research", LONG)));
        again(plan("research", LONG));
        again(TestPlans.keepingCookies(plan("research", LONG)));

        assertThat(asked).hasSize(9).filteredOn("/a"::equals).hasSize(3);
    }

    private Crawl.Ended again(Plan plan) {
        return crawl.awaitEnd(crawl.submit(plan));
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private Plan plan(String namespace, int cacheSeconds) {
        var plan = TestPlans.plan(new JobKey(namespace, "cache-" + System.nanoTime()), TestPlans.scope(url("/")));
        return TestPlans.with(plan, new Plan.Fetch(plan.fetch().userAgent(), 10, 1_000_000, true, cacheSeconds));
    }
}
