package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.browser.RealChromium;
import io.crawljob.queue.Complaint;
import io.crawljob.queue.Plan;
import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.settings.WorkerSettings.Reach;
import io.crawljob.worker.settings.WorkerSettings.Secrets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests have a job's headers, as the sites see it. */
class HeadersTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final String SECRET = "Bearer not-for-everybody";

    @TempDir
    private Path folder;

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @AutoClose
    private final Listener own = new Listener("127.0.0.1");

    @AutoClose
    private final Listener other = new Listener("127.0.0.9");

    /** A site that remembers what each path was asked with. */
    private static final class Listener implements AutoCloseable {
        private final HttpServer server;
        private final Map<String, String> pages = new ConcurrentHashMap<>();
        private final Map<String, List<Headers>> asked = new ConcurrentHashMap<>();

        Listener(String host) {
            try {
                server = HttpServer.create(new InetSocketAddress(host, 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/", exchange -> {
                var path = exchange.getRequestURI().getPath();
                asked.computeIfAbsent(path, any -> new CopyOnWriteArrayList<>()).add(exchange.getRequestHeaders());
                var page = pages.getOrDefault(path, "");
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                if (page.startsWith("http")) {
                    exchange.getResponseHeaders().set("Location", page);
                    exchange.sendResponseHeaders(302, -1);
                } else {
                    var body = page.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(page.isEmpty() ? 404 : 200, page.isEmpty() ? -1 : body.length);
                    if (!page.isEmpty()) exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
            server.start();
        }

        String url(String path) {
            return "http://%s:%d%s"
                    .formatted(
                            server.getAddress().getHostString(),
                            server.getAddress().getPort(),
                            path);
        }

        List<String> sent(String path, String header) {
            return asked.getOrDefault(path, List.of()).stream()
                    .map(headers -> Objects.requireNonNullElse(headers.getFirst(header), "none"))
                    .toList();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static Plan plan(Plan.Header header, String... seeds) {
        var plain = TestPlans.plan(seeds);
        var scope =
                new Plan.Scope(List.of(seeds), true, Plan.Within.ANY, Plan.Sitemaps.IGNORE, List.of(), List.of(), 20);
        var fetch = new Plan.Fetch(
                "crawljob-test/1.0 (+https://example.org/bot)",
                10,
                1_000_000,
                true,
                0,
                Plan.Render.NEVER,
                List.of(header),
                Plan.Cookies.IGNORE);
        return TestPlans.with(TestPlans.plan(plain.job(), scope), fetch);
    }

    private void startWorker(String... hosts) {
        crawl.startWorker(crawl.settings("worker")
                .withReach(new Reach(new Secrets(folder, Map.of("api", List.of(hosts))))));
    }

    @Test
    void aPlainValueGoesToTheOriginsOfTheSeedsAndFollowsNoRedirectAway() {
        own.pages.put("/", "<a href=/a>a</a><a href=/away>away</a><a href=%s>link</a>".formatted(other.url("/linked")));
        own.pages.put("/a", "<title>A</title>");
        own.pages.put("/away", other.url("/target"));
        other.pages.put("/target", "<title>Target</title>");
        other.pages.put("/linked", "<title>Linked</title>");

        var ended = crawl.crawl(plan(new Plan.Header("X-Team", "docs", null), own.url("/")));

        assertThat(ended.urls())
                .containsExactlyInAnyOrder(own.url("/"), own.url("/a"), other.url("/target"), other.url("/linked"));
        for (var path : List.of("/", "/a", "/away"))
            assertThat(own.sent(path, "X-Team")).containsExactly("docs");
        for (var path : List.of("/target", "/linked"))
            assertThat(other.sent(path, "X-Team")).containsExactly("none");
        assertThat(own.sent("/robots.txt", "X-Team")).as("shared by all jobs").containsOnly("none");
    }

    @Test
    void aSecretGoesToTheHostsThatTheQueueGivesItAndToNoOther() throws IOException {
        secret();
        own.pages.put("/", "<a href=/away>away</a>");
        own.pages.put("/away", other.url("/target"));
        other.pages.put("/", "<title>Other</title>");
        other.pages.put("/target", "<title>Target</title>");
        startWorker("127.0.0.1");

        var job = crawl.submit(plan(header(), own.url("/"), other.url("/")));
        crawl.awaitEnd(job);

        assertThat(own.sent("/", "Authorization")).containsExactly(SECRET);
        assertThat(own.sent("/away", "Authorization")).containsExactly(SECRET);
        assertThat(other.sent("/", "Authorization"))
                .as("a seed, but not its host")
                .containsExactly("none");
        assertThat(other.sent("/target", "Authorization")).containsExactly("none");
        assertThat(PlanCodec.encode(crawl.queue().frontier().plan(job).orElseThrow()))
                .contains("token")
                .doesNotContain("not-for-everybody");
    }

    @Test
    void aRenderedPageHasTheHeadersForItsOwnOriginAndForNothingElse() {
        own.pages.put("/", """
                <a href="%s">there</a><script src="/lib.js"></script><script src="%s"></script>
                <script>fetch('/data').then(it => document.title = 'own ' + it.status)</script>""".formatted(other.url("/there"), other.url("/theirs.js")));
        own.pages.put("/data", "1");
        own.pages.put("/lib.js", "var lib = 1");
        other.pages.put("/theirs.js", "var theirs = 1");
        // It would run a script that was kept for the own page.
        other.pages.put("/there", "<title>There</title><script src='%s'></script>".formatted(own.url("/lib.js")));
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            crawl.browser(browser);

            var plain = plan(new Plan.Header("X-Team", "docs", null), own.url("/"));
            var ended = crawl.crawl(TestPlans.with(plain, rendering(plain.fetch())));

            assertThat(ended.record(own.url("/")).get("title").asText()).isEqualTo("own 200");
            assertThat(ended.record(other.url("/there")).get("rendered").asBoolean())
                    .isTrue();
        }
        assertThat(own.sent("/", "X-Team")).containsExactly("docs");
        assertThat(own.sent("/data", "X-Team")).containsExactly("docs");
        assertThat(own.sent("/lib.js", "X-Team")).containsExactly("docs", "none");
        assertThat(other.sent("/theirs.js", "X-Team")).containsExactly("none");
        assertThat(other.sent("/there", "X-Team")).containsExactly("none");
        assertThat(own.sent("/robots.txt", "X-Team")).containsOnly("none");
    }

    private static Plan.Fetch rendering(Plan.Fetch fetch) {
        return new Plan.Fetch(
                fetch.userAgent(),
                20,
                fetch.maxBodyBytes(),
                true,
                0,
                Plan.Render.ALWAYS,
                fetch.headers(),
                fetch.cookies());
    }

    @Test
    void noPageIsAskedForWhileASecretIsMissingAndTheStatusHearsOfIt() throws IOException {
        own.pages.put("/", "<title>Home</title>");
        startWorker("127.0.0.1");
        var job = crawl.submit(plan(header(), own.url("/")));

        await().atMost(Duration.ofSeconds(20)).until(() -> crawl.snapshot(job).complaint() != null);

        var complaint = Objects.requireNonNull(crawl.snapshot(job).complaint());
        assertThat(complaint.kind()).isEqualTo(Complaint.Kind.SECRET);
        assertThat(complaint.why())
                .isEqualTo("Secret api with the key token is not there: create it; the crawl goes on by itself");
        assertThat(own.asked).isEmpty();

        secret();
        crawl.awaitEnd(job);
        assertThat(own.sent("/", "Authorization")).containsExactly(SECRET);
    }

    @Test
    void aSecretThatTheQueueDoesNotOfferIsNotRead() throws IOException {
        secret();
        own.pages.put("/", "<title>Home</title>");
        crawl.startWorker(crawl.settings("worker").withReach(new Reach(new Secrets(folder, Map.of()))));
        var job = crawl.submit(plan(header(), own.url("/")));

        await().atMost(Duration.ofSeconds(20)).until(() -> crawl.snapshot(job).complaint() != null);

        assertThat(Objects.requireNonNull(crawl.snapshot(job).complaint()).why())
                .contains("not offered");
        assertThat(own.asked).isEmpty();
    }

    private static Plan.Header header() {
        return new Plan.Header("Authorization", null, new Plan.SecretKey("api", "token"));
    }

    private void secret() throws IOException {
        Files.createDirectories(folder.resolve("api"));
        Files.writeString(folder.resolve("api/token"), SECRET + "\n");
    }
}
