package io.crawljob.worker;

import static io.crawljob.worker.site.RawSite.head;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.fetch.FetcherSettings;
import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.site.NamedSites;
import io.crawljob.worker.site.RawSite;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** What brings each class of failures about, in a crawl of one page. */
final class FailureCauses implements AutoCloseable {

    /** How often what counts is tried again. */
    static final int TRIES_AGAIN = 2;

    private static final Duration LEASE = Duration.ofSeconds(1);

    final Crawl crawl;
    final Site site = new Site();
    private final RedisServerProcess redis;
    private final List<Runnable> more = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    /** What does not count is given up after it. */
    private Duration limitedFor = Duration.ofSeconds(1);

    /** By class, what brings it about; gives the job that met it, at its end. */
    private final Map<String, Cause> causes = Map.ofEntries(
            Map.entry("Dns", this::nameWithoutAddress),
            Map.entry("Connect", () -> crawl(closed())),
            Map.entry("Tls", this::certificateThatNobodyKnows),
            Map.entry("Timeout", () -> crawl(raw(out -> held.await()), 1)),
            Map.entry("Protocol", () -> crawl(raw(out -> head(out, "200 OK", "Content-Length: 5000")))),
            Map.entry("TooLarge", () -> crawl(raw(out -> head(out, "200 OK", "Content-Length: 5000000")))),
            Map.entry("Http4xx", () -> crawl(site.url("/missing"))),
            Map.entry("Http5xx", () -> crawl(on("/", Answer.status(500)))),
            Map.entry("RateLimited", () -> crawl(on("/", Answer.status(429)))),
            Map.entry("RobotsDenied", () -> crawl(on("/robots.txt", Answer.text("User-agent: *\nDisallow: /\n")))),
            Map.entry("RobotsUnavailable", () -> crawl(on("/robots.txt", Answer.status(503)))),
            Map.entry("AddressRefused", this::privateAddress),
            Map.entry("Redirect", () -> crawl(on("/", Answer.redirect("/")))),
            Map.entry("WorkerLost", this::workersThatDie),
            Map.entry("Browser", this::browserThatEnds),
            Map.entry("Internal", this::brokenCode),
            Map.entry("Unreadable", this::damagedEntry),
            Map.entry("Cancelled", this::workerThatLeaves));

    /** Of what does not count, what passes after two tries: the page is there with the third. A worker leaves but once. */
    private final Map<String, Cause> passing = Map.of(
            "RateLimited",
            () -> crawl(on("/", time -> time <= 2 ? later(429) : Answer.page("Home"))),
            "RobotsUnavailable",
            () -> {
                on("/", Answer.page("Home"));
                return crawl(on("/robots.txt", time -> time <= 2 ? later(503) : Answer.status(404)));
            },
            "Cancelled",
            this::workerThatLeaves);

    @FunctionalInterface
    private interface Cause {
        JobKey end() throws Exception;
    }

    FailureCauses(RedisServerProcess redis) {
        this.redis = redis;
        this.crawl = new Crawl(redis, QueueTimes.DEFAULT.withLease(LEASE));
    }

    /** The job that met it, at its end. */
    JobKey meet(String name) throws Exception {
        return Objects.requireNonNull(causes.get(name), "a real cause of " + name)
                .end();
    }

    /** The same, of one that passes. */
    JobKey meetPassing(String name) throws Exception {
        limitedFor = Duration.ofHours(12);
        return Objects.requireNonNull(passing.get(name), "what passes of " + name)
                .end();
    }

    private JobKey crawl(String seed) {
        return crawl(seed, 10);
    }

    private JobKey crawl(String seed, int timeoutSeconds) {
        return crawl(plan(seed, timeoutSeconds, Plan.Render.NEVER));
    }

    private JobKey crawl(Plan plan) {
        var job = crawl.submit(plan);
        crawl.startWorker(crawl.settings("worker").withLimitedFor(limitedFor));
        crawl.awaitEnd(job);
        return job;
    }

    private static Plan plan(String seed, int timeoutSeconds, Plan.Render render) {
        var plan = TestPlans.with(TestPlans.plan(seed), new Plan.Retry(TRIES_AGAIN, 0, 1, 1, List.of(0)));
        var fetch = plan.fetch();
        return TestPlans.with(
                plan,
                new Plan.Fetch(
                        fetch.userAgent(),
                        timeoutSeconds,
                        fetch.maxBodyBytes(),
                        true,
                        0,
                        render,
                        List.of(),
                        Plan.Cookies.IGNORE));
    }

    /** The site's first page, when one of its paths answers so. */
    private String on(String path, Answer answer) {
        return on(path, _ -> answer);
    }

    private String on(String path, IntFunction<Answer> answer) {
        site.on(path, answer);
        return site.url("/");
    }

    private static Answer later(int status) {
        return Answer.status(status).with("Retry-After", "1");
    }

    private String raw(RawSite.Answer answer) {
        var own = new RawSite(answer);
        more.add(own::close);
        return own.url("/");
    }

    private JobKey nameWithoutAddress() {
        crawl.fetchBy(new Fetcher(
                FetcherSettings.USUAL,
                name -> {
                    throw new UnknownHostException(name);
                },
                Clock.systemUTC()));
        return crawl("http://nobody.example.org/");
    }

    private JobKey certificateThatNobodyKnows() {
        var secure = new NamedSites("127.0.0.1");
        more.add(secure::close);
        return crawl(secure.https("127.0.0.1", "/"));
    }

    /** Where nobody listens. */
    private static String closed() throws IOException {
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.8"), 0));
            return "http://127.0.0.8:%d/".formatted(listener.getLocalPort());
        }
    }

    private JobKey privateAddress() {
        crawl.publicAddressesOnly();
        return crawl(on("/", Answer.page("Home")));
    }

    /** As if each one's process had been killed while it asked for the page. */
    private JobKey workersThatDie() {
        var job = crawl.submit(plan(on("/", _ -> hold()), 60, Plan.Render.NEVER));
        for (var died = 1; died <= 5; died++) {
            var worker = start("worker-" + died);
            var times = died;
            await().atMost(Duration.ofSeconds(20)).until(() -> site.asked("/") == times);
            worker.close();
        }
        start("last");
        crawl.awaitEnd(job);
        return job;
    }

    private JobKey browserThatEnds() {
        var browser = new Browser(BrowserSettings.of(Path.of("/bin/false"), false), Clock.systemUTC());
        more.add(browser::close);
        crawl.browser(browser);
        return crawl(plan(on("/", Answer.page("Home")), 10, Plan.Render.ALWAYS));
    }

    private JobKey brokenCode() {
        var job = crawl.submit(plan(on("/", Answer.page("Home", "/poison")), 10, Plan.Render.NEVER));
        var own = RedisQueue.connect(redis.settings(), QueueTimes.DEFAULT);
        var ports = QueuePorts.of(own);
        var tampered = new TamperedFrontier(ports.frontier(), "/poison", new AtomicBoolean());
        crawl.startWorker(crawl.settings("worker"), own, new QueuePorts(tampered, ports.gate(), ports.shared()));
        crawl.awaitEnd(job);
        return job;
    }

    private JobKey damagedEntry() {
        var plan = plan(on("/", Answer.page("Home")), 10, Plan.Render.NEVER);
        var job = crawl.submit(plan);
        var lane = CanonicalUrl.parse(site.url("/")).orElseThrow().lane();
        var client = RedisClient.create(RedisURI.create(redis.uri()));
        try (var connection = client.connect()) {
            connection.sync().lset("{crawl:%s}:q:%s".formatted(job, lane), 0, "1|x|of a newer version");
        } finally {
            client.shutdown();
        }
        start("worker");
        crawl.awaitEnd(job);
        return job;
    }

    private JobKey workerThatLeaves() throws InterruptedException {
        var job = crawl.submit(plan(on("/", time -> time == 1 ? hold() : Answer.page("Home")), 60, Plan.Render.NEVER));
        var first = start("first");
        await().atMost(Duration.ofSeconds(20)).until(() -> site.asked("/") == 1);
        first.worker().drain(Duration.ZERO);
        start("second");
        crawl.awaitEnd(job);
        return job;
    }

    private Crawl.Running start(String name) {
        return crawl.startWorker(crawl.settings(name).withExtendEvery(LEASE.dividedBy(4)));
    }

    private Answer hold() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.page("Late");
    }

    @Override
    public void close() {
        held.countDown();
        crawl.close();
        site.close();
        more.forEach(Runnable::run);
    }
}
