package io.crawljob.engine.fetch;

import static io.crawljob.engine.fetch.FetcherTest.assertFailed;
import static io.crawljob.engine.fetch.FetcherTest.gzip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does ends in a classed outcome, in bounded time and memory. */
@Timeout(60)
class HostileServerTest {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final String BROTLI_OF_300_MILLION_ZEROS =
            "y///PwAkAOKxQHLv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0ACIA4LQPf+j///fwBIAMRhAeje//H//w8ACYA4LADd+z/+"
                    + "//8BIAEQhwWge//H//8/ACQA4rAAdO//+P//B4AEQBwWgO79H////wCQAIjDAtC9/+P//x8AEgBxWAC693/8//8DQAIgDgtA9/6P//9/AEgAxGEB6N7/8f//"
                    + "DwAJgDgsAN37P/7//wEgARCHBaB7/8f//z8AJADisAB07//4//8HgARAHBaA7v0f////AJAAiMMC0L3/4///HwASAHFYALr3f/z//wNAAiAOC0D3/o///38A"
                    + "SADEYQHo3v/x//8PAAmAOCwA3fs//v//ASABEIcFoHv/x///PwAkAOKwAHTv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0AC"
                    + "IA4LQPf+j///fwBIAMRhAeje//H//w8ACYA4LADd+z/+//8BIAEQhwWge//H//8/ACQA4rAAdO//+P//B4AEQBwWgO79H////wCQAIjDAtC9/8t/0TAAEgBx"
                    + "WAC6mmE=";

    private static final Duration SLACK = Duration.ofSeconds(5);

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
    void anEndlessChunkedBodyIsTooLarge() throws IOException {
        assertTooLarge(out -> {
            head(out, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
            while (true) head(out, "8\n01234567\n");
        });
    }

    @Test
    void aBodyWithoutEndIsTooLarge() throws IOException {
        assertTooLarge(out -> {
            head(out, "HTTP/1.1 200 OK\n\n");
            var block = new byte[8_192];
            while (true) out.write(block);
        });
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsNotRead() throws IOException {
        assertTooLarge(out -> {
            head(out, "HTTP/1.1 200 OK\nContent-Length: 1000000000000\n\nx");
            waitForEver();
        });
    }

    @Test
    void aGzipBombIsTooLarge() throws IOException {
        var bomb = gzip(new byte[64 * 1024 * 1024]);
        assertThat(bomb).hasSizeLessThan(70_000);
        assertBombIsTooLarge("gzip", bomb);
    }

    @Test
    void aGzipBombInsideOfGzipIsTooLarge() throws IOException {
        assertBombIsTooLarge("gzip, gzip", gzip(gzip(new byte[64 * 1024 * 1024])));
    }

    @Test
    void aZstdBombIsTooLarge() throws IOException {
        assertBombIsTooLarge("zstd", Zstd.compress(new byte[64 * 1024 * 1024], 3));
    }

    @Test
    void aBrotliBombIsTooLarge() throws IOException {
        assertBombIsTooLarge("br", Base64.getDecoder().decode(BROTLI_OF_300_MILLION_ZEROS));
    }

    @Test
    void aZstdFrameThatWantsAHugeWindowIsRefused() throws IOException {
        // Magic, a descriptor without flags, and a window of 2^41 bytes (RFC 8878, section 3.1.1.1.2).
        var frame = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) 0xF8, 0x01, 0x00, 0x00};
        try (var server = RawServer.saying(
                "HTTP/1.1 200 OK\nContent-Encoding: zstd\nContent-Length: %d\n\n".formatted(frame.length), frame)) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
        }
    }

    @Test
    void manyEncodingsOnTopOfEachOtherAreRefused() throws IOException {
        try (var server =
                RawServer.saying("HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip, gzip\nContent-Length: 1\n\nx")) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
        }
    }

    private void assertBombIsTooLarge(String encoding, byte[] bomb) throws IOException {
        assertTooLarge(out -> {
            head(out, "HTTP/1.1 200 OK\nContent-Encoding: %s\nContent-Length: %d\n\n".formatted(encoding, bomb.length));
            out.write(bomb);
        });
    }

    private void assertTooLarge(Answer answer) throws IOException {
        try (var server = new RawServer(answer)) {
            var begun = System.nanoTime();

            var failed = assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.TOO_LARGE, 200);

            assertThat(failed.message()).contains("100000 bytes");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLACK);
        }
    }

    @Test
    void theBeginningOfALargeBodyIsGivenToWhoAsksForIt() throws IOException {
        try (var server = new RawServer(out -> {
            head(out, "HTTP/1.1 200 OK\n\n");
            while (true) head(out, "0123456789");
        })) {
            var outcome = fetcher.fetch(
                    Requests.of(server.url("/"), new FetchLimits(Duration.ofSeconds(20), 25, WhenTooLarge.CUT)));

            assertThat(outcome).isInstanceOfSatisfying(Body.class, body -> {
                assertThat(body.bytes()).asString(ISO_8859_1).isEqualTo("0123456789012345678901234");
                assertThat(body.cut()).isTrue();
            });
        }
    }

    @Test
    void aBodyOfExactlyTheLimitIsWhole() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\n\n", new byte[25])) {
            var outcome = fetcher.fetch(
                    Requests.of(server.url("/"), new FetchLimits(Duration.ofSeconds(20), 25, WhenTooLarge.FAIL)));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Body.class, body -> assertThat(body.bytes()).hasSize(25));
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
            var secure = CanonicalUrl.parse(server.url("/").toString().replace("http:", "https:"))
                    .orElseThrow();

            assertFailed(fetcher.fetch(Requests.of(secure)), FailureClass.TLS, 0);
        }
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

    private static void head(OutputStream out, String text) throws IOException {
        out.write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
        out.flush();
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
