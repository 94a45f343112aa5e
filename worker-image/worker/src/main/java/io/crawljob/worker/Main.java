package io.crawljob.worker;

import io.crawljob.engine.browser.Browser;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.queue.RedisQueue;
import io.crawljob.worker.hand.QueuePorts;
import io.crawljob.worker.probe.ProbeServer;
import io.crawljob.worker.settings.Environment;
import io.crawljob.worker.settings.Environment.Parsed;
import io.crawljob.worker.settings.WorkerSettings;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's process: builds the graph, runs until SIGTERM, drains, closes in reverse. Ends with 0, or with 2 when it was configured wrongly. */
public final class Main {

    private static final int USAGE = 2;
    private static final String LOGBACK = "logback.configurationFile";

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        chooseLog();
        switch (Environment.parse(System.getenv())) {
            case Parsed.Invalid(var problems) -> {
                problems.forEach(System.err::println);
                System.exit(USAGE);
            }
            case Parsed.Valid(var settings) -> run(settings, System.getenv());
        }
    }

    /** Plain text for a person at a terminal, JSON for whatever else reads it. Before the first logger is made. */
    @SuppressWarnings("SystemConsoleNull") // with a console of its own a JDK gives none when there is no terminal
    private static void chooseLog() {
        var console = System.console();
        var file = console != null && console.isTerminal() ? "worker-log-text.xml" : "worker-log-json.xml";
        if (System.getProperty(LOGBACK) == null) System.setProperty(LOGBACK, file);
    }

    private static void run(WorkerSettings settings, Map<String, String> variables) throws InterruptedException {
        Logger log = LoggerFactory.getLogger(Main.class);
        log.info("starts with {}", Environment.describe(variables));
        var ended = new CountDownLatch(1);
        var asked = drainOnSignal(ended);
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var gc = new JvmGcMetrics();
                var queue = RedisQueue.connect(settings.redis());
                var fetcher = new Fetcher(settings.reach().sites());
                var browser = browser(settings);
                var worker = new Worker(
                        settings,
                        new Worker.Parts(QueuePorts.of(queue), fetcher, browser, metrics, Clock.systemUTC()));
                var probes = new ProbeServer(settings.httpPort(), worker.health(), metrics)) {
            gc.bindTo(metrics);
            new JvmMemoryMetrics().bindTo(metrics);
            new ProcessorMetrics().bindTo(metrics);
            worker.start();
            log.info(
                    "works for queue {}, {} at once; health and metrics at port {}",
                    settings.queue(),
                    settings.concurrency(),
                    probes.port());
            asked.await();
            worker.drain(settings.drain());
        }
        log.info("ended");
        ended.countDown();
    }

    private static @Nullable Browser browser(WorkerSettings settings) {
        var browser = settings.browser();
        return browser == null ? null : new Browser(browser, Clock.systemUTC());
    }

    /** The JVM ends when its hooks have, so this one waits for the main thread to have closed everything, and makes that a good end. */
    private static CountDownLatch drainOnSignal(CountDownLatch ended) {
        var main = Thread.currentThread();
        var asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("signal").unstarted(() -> {
            asked.countDown();
            try {
                main.join();
                // Else the status of a process that was asked to end would be the signal's.
                if (ended.getCount() == 0) Runtime.getRuntime().halt(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return asked;
    }
}
