package io.crawljob.engine.fetch;

import static io.crawljob.engine.fetch.FetcherTest.assertFailed;
import static io.crawljob.engine.fetch.FetcherTest.gzip;
import static io.crawljob.engine.fetch.RawServer.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.RawServer.Answer;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does ends in a classed outcome, in bounded time and memory. */
@Timeout(120)
class HostileServerTest {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration SLACK = Duration.ofSeconds(15);

    private final Fetcher fetcher = new Fetcher(
            new FetcherSettings(8, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500)),
            Dns.SYSTEM,
            Clock.systemUTC());

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void silenceEndsInATimeout() throws IOException {
        assertTimesOut(out -> waitForEver(), Duration.ofSeconds(30));
    }

    @Test
    void silenceInTheMiddleOfTheBodyEndsInATimeout() throws IOException {
        assertTimesOut(
                out -> {
                    head(out, "HTTP/1.1 200 OK\nContent-Length: 10\n\nab");
                    waitForEver();
                },
                Duration.ofSeconds(30));
    }

    @Test
    void silenceWhileTlsIsAgreedOnEndsInATimeout() throws IOException {
        try (var server = new RawServer(out -> waitForEver(), false)) {
            var begun = System.nanoTime();

            var outcome = fetcher.fetch(Requests.of(secure(server)));

            assertFailed(outcome, FailureClass.TIMEOUT, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLACK);
        }
    }

    @Test
    void aByteNowAndThenDoesNotOutliveTheDeadline() throws IOException {
        assertTimesOut(
                out -> {
                    head(out, "HTTP/1.1 200 OK\n\n");
                    drip(out);
                },
                SHORT);
    }

    @Test
    void aHeaderByteNowAndThenDoesNotOutliveTheDeadline() throws IOException {
        assertTimesOut(
                out -> {
                    head(out, "HTTP/1.1 200 OK\nX-Slow: ");
                    drip(out);
                },
                SHORT);
    }

    private void assertTimesOut(Answer answer, Duration timeout) throws IOException {
        try (var server = new RawServer(answer)) {
            var begun = System.nanoTime();

            var outcome =
                    fetcher.fetch(Requests.of(server.url("/"), new FetchLimits(timeout, 1_000, WhenTooLarge.FAIL)));

            assertFailed(outcome, FailureClass.TIMEOUT, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLACK);
        }
    }

    @Test
    void endlessHeadersAreAFailure() throws IOException {
        try (var server = new RawServer(out -> {
            head(out, "HTTP/1.1 200 OK\n");
            while (true) head(out, "X-More: 0123456789\n");
        })) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
        }
    }

    @Test
    void oneEndlessHeaderIsAFailure() throws IOException {
        try (var server = new RawServer(out -> {
            head(out, "HTTP/1.1 200 OK\nX-More: ");
            while (true) head(out, "0123456789");
        })) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
        }
    }

    @Test
    void anEarlyCloseIsAFailure() throws IOException {
        for (var answer : List.of(
                "",
                "HTTP/1.1 ",
                "HTTP/1.1 200 OK\nContent-Le",
                "HTTP/1.1 200 OK\nContent-Length: 10\n\nabc",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nab")) {
            try (var server = RawServer.saying(answer)) {
                assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
                assertThat(server.requests).hasSize(1);
            }
        }
    }

    @Test
    void whatIsNoHttpIsAFailure() throws IOException {
        for (var answer : List.of(
                "SSH-2.0-OpenSSH_9.2\n",
                "<html>hello</html>\n\n",
                "HTTP/1.1 abc\n\n",
                "HTTP/1.1 200 OK\nContent-Length: x\nTransfer-Encoding: chunked\n\nzz\n")) {
            try (var server = RawServer.saying(answer)) {
                assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
            }
        }
    }

    @Test
    void aBrokenEncodingIsAFailure() throws IOException {
        var cut = gzip(new byte[10_000]);
        for (var encoding : List.of("gzip", "br", "zstd")) {
            var body = encoding.equals("gzip")
                    ? Arrays.copyOf(cut, cut.length / 2)
                    : new byte[] {0x5b, 1, 2, 3, 4, 5, 6, 7};
            try (var server = RawServer.saying(
                    "HTTP/1.1 200 OK\nContent-Encoding: %s\nContent-Length: %d\n\n".formatted(encoding, body.length),
                    body)) {
                assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
            }
        }
    }

    @Test
    void aPortWhereNobodyListensIsAFailureToConnect() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var url = CanonicalUrl.parse("http://127.0.0.1:" + port + "/").orElseThrow();

        var failed = assertFailed(fetcher.fetch(Requests.of(url)), FailureClass.CONNECT, 0);

        assertThat(failed.message()).contains("127.0.0.1:" + port, "refused");
    }

    @Test
    void plainTextInPlaceOfTlsIsATlsFailure() throws IOException {
        try (var server = new RawServer(out -> head(out, "HTTP/1.1 400 Bad Request\n\n"), false)) {
            assertFailed(fetcher.fetch(Requests.of(secure(server))), FailureClass.TLS, 0);
        }
    }

    private static CanonicalUrl secure(RawServer server) {
        return CanonicalUrl.parse(server.url("/").toString().replace("http:", "https:"))
                .orElseThrow();
    }

    @Test
    void anInterruptedFetchIsCancelledAndStaysInterrupted() throws Exception {
        try (var server = new RawServer(out -> waitForEver())) {
            var patient = new Fetcher();
            var stillInterrupted = new AtomicBoolean();
            var outcome = new FutureTask<>(() -> {
                var answer = patient.fetch(Requests.of(server.url("/")));
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                return answer;
            });
            var thread = Thread.ofVirtual().start(outcome);
            await().until(() -> !server.requests.isEmpty());

            thread.interrupt();

            assertThat(thread.join(SLACK)).isTrue();
            assertFailed(outcome.get(), FailureClass.CANCELLED, 0);
            assertThat(stillInterrupted).isTrue();
            patient.close();
        }
    }

    @Test
    void whatFollowsAHostileAnswerIsUntouched() throws IOException {
        try (var hostile = RawServer.saying(
                        "HTTP/1.1 200 OK\nContent-Length: 3\n\nabcHTTP/1.1 200 OK\nContent-Length: 6\n\nforged");
                var honest = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 6\n\nhonest")) {
            fetcher.fetch(Requests.of(hostile.url("/")));

            var outcome = fetcher.fetch(Requests.of(honest.url("/")));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Body.class,
                            body -> assertThat(body.bytes())
                                    .asString(ISO_8859_1)
                                    .isEqualTo("honest"));
        }
    }

    /** Until the client goes away. */
    private static void drip(OutputStream out) throws IOException {
        while (true) {
            LockSupport.parkNanos(100_000_000);
            out.write('a');
            out.flush();
        }
    }

    private static void waitForEver() {
        LockSupport.parkNanos(SLACK.multipliedBy(4).toNanos());
    }
}
