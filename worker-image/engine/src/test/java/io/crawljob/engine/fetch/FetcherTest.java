package io.crawljob.engine.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.fetch.FetchOutcome.RedirectTo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Fetcher fetcher = new Fetcher(FetcherSettings.USUAL, Dns.SYSTEM, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void givesTheBodyAndWhatItsHeadersSay() throws IOException {
        try (var server = RawServer.saying("""
                HTTP/1.1 200 OK
                Content-Type: text/html; charset=utf-8
                Content-Language: de
                X-Robots-Tag: noindex
                X-Robots-Tag: otherbot: nofollow
                Content-Length: 5

                hello""")) {

            var outcome = fetcher.fetch(Requests.of(server.url("/a?b=%20c")));

            assertThat(outcome).isInstanceOfSatisfying(Body.class, body -> {
                assertThat(body.url()).isEqualTo(server.url("/a?b=%20c"));
                assertThat(body.status()).isEqualTo(200);
                assertThat(body.contentType()).isEqualTo("text/html; charset=utf-8");
                assertThat(body.contentLanguage()).isEqualTo("de");
                assertThat(body.robotsTags()).containsExactly("noindex", "otherbot: nofollow");
                assertThat(body.bytes()).isEqualTo("hello".getBytes(UTF_8));
                assertThat(body.cut()).isFalse();
            });
            assertThat(server.requests).hasSize(1);
            assertThat(server.requests.getFirst())
                    .startsWith("GET /a?b=%20c HTTP/1.1")
                    .contains(
                            "User-Agent: CrawlJob/1 (+https://crawljob.example)",
                            "Accept-Encoding: gzip, deflate, br, zstd");
        }
    }

    @Test
    void keepsNoCookies() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\nSet-Cookie: a=b\nContent-Length: 0\n\n")) {
            fetcher.fetch(Requests.of(server.url("/")));
            fetcher.fetch(Requests.of(server.url("/")));

            assertThat(server.requests)
                    .hasSize(2)
                    .allSatisfy(lines -> assertThat(lines).noneMatch(line -> line.startsWith("Cookie")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, /b?c#d, /b?c",
        "302, b, /b",
        "303, ./b, /b",
        "307, ?c, /a?c",
        "308, //127.0.0.1:1/x, 1",
    })
    void aRedirectIsAnAnswerAndIsNotFollowed(int status, String location, String target) throws IOException {
        try (var server = RawServer.saying(
                "HTTP/1.1 %d Moved\nLocation: %s\nContent-Length: 0\n\n".formatted(status, location))) {

            var outcome = fetcher.fetch(Requests.of(server.url("/a")));

            var expected = target.startsWith("/") ? server.url(target).toString() : "http://127.0.0.1:1/x";
            assertThat(outcome).isInstanceOfSatisfying(RedirectTo.class, redirect -> {
                assertThat(redirect.status()).isEqualTo(status);
                assertThat(redirect.target()).hasToString(expected);
            });
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Location: ftp://example.org/\n",
                "Location: javascript:alert(1)\n",
                "Location: http://user:pw@example.org/\n",
                "Location: http://0177.1/\n"
            })
    void aRedirectToNowhereIsAPermanentFailure(String location) throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 302 Found\n" + location + "Content-Length: 0\n\n")) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.REDIRECT, 302);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,HTTP_4XX",
        "403,HTTP_4XX",
        "404,HTTP_4XX",
        "410,HTTP_4XX",
        "408,TIMEOUT",
        "429,RATE_LIMITED",
        "500,HTTP_5XX",
        "502,HTTP_5XX",
        "503,HTTP_5XX",
        "504,HTTP_5XX",
        "304,REDIRECT",
        "300,REDIRECT",
    })
    void putsEachStatusIntoItsClass(int status, FailureClass failure) throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 %d X\nContent-Length: 0\n\n".formatted(status))) {
            assertFailed(fetcher.fetch(Requests.of(server.url("/"))), failure, status);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "120 -> 120",
                "0 -> 0",
                "86400 -> 3600",
                "99999999999999999999 -> 3600",
                "Sun, 22 Nov 2026 10:00:30 GMT -> 30",
                "Sunday, 22-Nov-26 10:00:30 GMT -> 30",
                "Sun Nov 22 10:00:30 2026 -> 30",
                "Sun, 22 Nov 2026 09:00:00 GMT -> 0",
                "Sun, 22 Nov 2026 23:00:00 GMT -> 3600",
            })
    void readsRetryAfterAsSecondsAndAsDate(String header, long seconds) throws IOException {
        try (var server =
                RawServer.saying("HTTP/1.1 503 Wait\nRetry-After: %s\nContent-Length: 0\n\n".formatted(header))) {

            var outcome = fetcher.fetch(Requests.of(server.url("/")));

            assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(FailureClass.RATE_LIMITED);
                assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            });
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "1.5"})
    void passesOverARetryAfterThatCannotBeRead(String header) throws IOException {
        try (var server =
                RawServer.saying("HTTP/1.1 429 Wait\nRetry-After: %s\nContent-Length: 0\n\n".formatted(header))) {

            var outcome = fetcher.fetch(Requests.of(server.url("/")));

            assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(FailureClass.RATE_LIMITED);
                assertThat(failed.retryAfter()).isNull();
            });
        }
    }

    @Test
    void undoesGzip() throws IOException {
        assertDecoded("gzip", gzip("hello".repeat(1_000).getBytes(UTF_8)), "hello".repeat(1_000));
    }

    @Test
    void undoesZstd() throws IOException {
        assertDecoded("zstd", Zstd.compress("hello".repeat(1_000).getBytes(UTF_8)), "hello".repeat(1_000));
    }

    /** What the reference encoder makes of ten times "hello ". */
    @Test
    void undoesBrotli() throws IOException {
        assertDecoded("br", Base64.getDecoder().decode(BROTLI_OF_HELLOS), "hello ".repeat(10));
    }

    private static final String BROTLI_OF_HELLOS = "GzsA+I2Ubt5EVYaWbCBvcU8cAOIA";

    @Test
    void undoesTwoEncodingsInTheirOrder() throws IOException {
        assertDecoded("zstd, gzip", gzip(Zstd.compress("hello".getBytes(UTF_8))), "hello");
    }

    @Test
    void takesABodyThatOnlyClaimsToBeGzipAsItIs() throws IOException {
        assertDecoded("gzip", "plain".getBytes(UTF_8), "plain");
        assertDecoded("gzip", new byte[0], "");
    }

    @Test
    void anEncodingThatWasNotAskedForIsAFailure() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\nContent-Encoding: compress\nContent-Length: 1\n\nx")) {
            var failed = assertFailed(fetcher.fetch(Requests.of(server.url("/"))), FailureClass.PROTOCOL, 0);
            assertThat(failed.message()).contains("compress", "gzip, deflate, br, zstd");
        }
    }

    private void assertDecoded(String encoding, byte[] encoded, String expected) throws IOException {
        try (var server = RawServer.saying(
                "HTTP/1.1 200 OK\nContent-Encoding: %s\nContent-Length: %d\n\n".formatted(encoding, encoded.length),
                encoded)) {

            var outcome = fetcher.fetch(Requests.of(server.url("/")));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Body.class,
                            body -> assertThat(new String(body.bytes(), UTF_8)).isEqualTo(expected));
        }
    }

    static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    static Failed assertFailed(FetchOutcome outcome, FailureClass failure, int status) {
        assertThat(outcome).isInstanceOf(Failed.class);
        var failed = (Failed) outcome;
        assertThat(List.of(failed.failure(), failed.status()))
                .as(failed.message())
                .isEqualTo(List.of(failure, status));
        return failed;
    }
}
