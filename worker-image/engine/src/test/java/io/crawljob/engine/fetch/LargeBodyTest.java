package io.crawljob.engine.fetch;

import static io.crawljob.engine.fetch.FetcherTest.assertFailed;
import static io.crawljob.engine.fetch.FetcherTest.gzip;
import static io.crawljob.engine.fetch.RawServer.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.RawServer.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a body may have, and no more is read of it, as it comes or unpacked. Each of the servers here would go on for minutes. */
@Timeout(60)
class LargeBodyTest {

    private static final String BROTLI_OF_300_MILLION_ZEROS =
            "y///PwAkAOKxQHLv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0ACIA4LQPf+j///fwBIAMRhAeje//H//w8ACYA4LADd+z/+"
                    + "//8BIAEQhwWge//H//8/ACQA4rAAdO//+P//B4AEQBwWgO79H////wCQAIjDAtC9/+P//x8AEgBxWAC693/8//8DQAIgDgtA9/6P//9/AEgAxGEB6N7/8f//"
                    + "DwAJgDgsAN37P/7//wEgARCHBaB7/8f//z8AJADisAB07//4//8HgARAHBaA7v0f////AJAAiMMC0L3/4///HwASAHFYALr3f/z//wNAAiAOC0D3/o///38A"
                    + "SADEYQHo3v/x//8PAAmAOCwA3fs//v//ASABEIcFoHv/x///PwAkAOKwAHTv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0AC"
                    + "IA4LQPf+j///fwBIAMRhAeje//H//w8ACYA4LADd+z/+//8BIAEQhwWge//H//8/ACQA4rAAdO//+P//B4AEQBwWgO79H////wCQAIjDAtC9/8t/0TAAEgBx"
                    + "WAC6mmE=";

    private final Fetcher fetcher = new Fetcher(
            new FetcherSettings(8, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500)),
            Dns.SYSTEM,
            Clock.systemUTC());

    @AfterEach
    void close() {
        fetcher.close();
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
            LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
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
            var failed = assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.TOO_LARGE, 200);

            assertThat(failed.message()).contains("100000 bytes");
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
}
