package io.crawljob.engine.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.browser.RenderOutcome.Failed;
import io.crawljob.engine.fetch.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The browser's processes: when they begin, when they end, and what is left of them. */
class BrowserLifeTest {

    private static final RenderRequest STATIC = Pages.page("<p>static");
    /** Waits for a script that does not come. */
    private static final RenderRequest WAITING =
            Pages.page("<p>x<script src=/never.js></script>", Duration.ofSeconds(6));

    private static final RenderRequest FOR_LONG =
            Pages.page("<p>x<script src=/never.js></script>", Duration.ofMinutes(10));

    @Test
    void isReplacedAfterSoManyPages() throws Exception {
        try (var browser = new Browser(RealChromium.settings().withPagesEach(2), Clock.systemUTC())) {
            browser.render(STATIC, new Pages());
            var first = mains();
            browser.render(STATIC, new Pages());
            assertThat(mains()).isEmpty();

            browser.render(STATIC, new Pages());

            assertThat(mains()).hasSize(1).doesNotContainAnyElementsOf(first);
        }
        assertThat(mains()).isEmpty();
    }

    @Test
    void isReplacedWhenItIsOld() throws Exception {
        var now = new AtomicReference<>(Instant.EPOCH);
        try (var browser = new Browser(RealChromium.settings().withOldest(Duration.ofMinutes(30)), now::get)) {
            browser.render(STATIC, new Pages());
            var first = mains();
            now.set(Instant.EPOCH.plus(Duration.ofMinutes(29)));
            browser.render(STATIC, new Pages());
            assertThat(mains()).isEqualTo(first);
            now.set(Instant.EPOCH.plus(Duration.ofMinutes(30)));

            browser.render(STATIC, new Pages());

            assertThat(mains()).hasSize(1).doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void aBrowserThatIsKilledFailsItsPageForAnotherTryAndTheNextOneHasANewBrowser() throws Exception {
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            var outcome = whileWaiting(browser, () -> signal("KILL"));

            assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.failure().failure()).isEqualTo(FailureClass.BROWSER);
                assertThat(failed.failure().failure().retry()).isEqualTo(FailureClass.Retry.COUNTED);
            });
            assertThat(Pages.html(browser.render(STATIC, new Pages()))).contains("static");
        }
    }

    @Test
    void aBrowserThatHangsFailsItsPageAfterItsDeadlineAndIsReplaced() throws Exception {
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            var begun = System.nanoTime();
            var outcome = whileWaiting(browser, () -> signal("STOP"));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.failure().failure()).isEqualTo(FailureClass.BROWSER));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
            assertThat(Pages.html(browser.render(STATIC, new Pages()))).contains("static");
        }
    }

    @Test
    void anInterruptedPageEndsAtOnceWithWhatItAskedFor() throws Exception {
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            var asked = new CountDownLatch(1);
            var stopped = new CountDownLatch(1);
            var thread = Thread.startVirtualThread(() -> {
                try {
                    browser.render(FOR_LONG, (_, _) -> {
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            stopped.countDown();
                        }
                        throw new AssertionError();
                    });
                } catch (InterruptedException e) {
                    // as it should
                }
            });
            asked.await();

            thread.interrupt();

            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
            assertThat(stopped.getCount()).isZero();
            assertThat(Pages.html(browser.render(STATIC, new Pages()))).contains("static");
        }
    }

    @Test
    void leavesNoProcessAndNoFile() throws Exception {
        Traces traces;
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            browser.render(STATIC, new Pages());
            traces = Traces.now();
            assertThat(traces.left()).hasSizeGreaterThan(3);
            assertThat(traces.folder()).isDirectory();
        }
        await().untilAsserted(() -> assertThat(traces.left()).isEmpty());
        assertThat(traces.folder()).doesNotExist();
    }

    @Test
    void leavesNoProcessAndNoFileOfABrowserThatWasKilled() throws Exception {
        try (var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            browser.render(STATIC, new Pages());
            var traces = Traces.now();
            signal("KILL");

            browser.render(STATIC, new Pages());

            await().untilAsserted(() -> assertThat(traces.left()).isEmpty());
            assertThat(traces.folder()).doesNotExist();
        }
    }

    @Test
    void aProgramThatDoesNotStartFailsWithWhatItSaid() throws Exception {
        var settings = BrowserSettings.of(Path.of("/bin/ls"), false);
        try (var browser = new Browser(settings, Clock.systemUTC())) {
            var outcome = browser.render(STATIC, new Pages());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed ->
                                    assertThat(failed.failure().message()).contains("/bin/ls did not start", "option"));
        }
    }

    private static RenderOutcome whileWaiting(Browser browser, Runnable act) throws InterruptedException {
        var asked = new CountDownLatch(1);
        var outcome = new CompletableFuture<RenderOutcome>();
        Thread.startVirtualThread(() -> {
            try {
                outcome.complete(browser.render(WAITING, (_, _) -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                    throw new AssertionError();
                }));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        asked.await();
        act.run();
        return outcome.join();
    }

    private static void signal(String name) {
        for (var pid : mains()) {
            try {
                new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The browsers that this process has started. */
    private static List<Long> mains() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").contains("chrom"))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The processes of a browser with all that they have started, and its folder. */
    private record Traces(List<Long> processes, Path folder) {

        static Traces now() throws IOException {
            var main = mains().getFirst();
            var all = ProcessHandle.of(main).orElseThrow().descendants().map(ProcessHandle::pid);
            var folder = Stream.of(Files.readString(Path.of("/proc/%d/cmdline".formatted(main)))
                            .split("\0"))
                    .filter(flag -> flag.startsWith("--user-data-dir="))
                    .map(flag -> Path.of(flag.substring(flag.indexOf('=') + 1)))
                    .findFirst()
                    .orElseThrow();
            return new Traces(Stream.concat(Stream.of(main), all).toList(), folder);
        }

        /** Those that are there, be it as a zombie. */
        List<Long> left() {
            return processes.stream()
                    .filter(pid -> Files.exists(Path.of("/proc", "" + pid)))
                    .toList();
        }
    }
}
