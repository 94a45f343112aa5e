package io.crawljob.engine.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "http://example.org -> http://example.org/",
                "HTTP://EXAMPLE.org:80/a -> http://example.org/a",
                "https://example.org:443/ -> https://example.org/",
                "https://example.org:0443/ -> https://example.org/",
                "http://example.org:8080/a -> http://example.org:8080/a",
                "http://example.org/a#part -> http://example.org/a",
                "http://example.org/a?# -> http://example.org/a",
                "http://example.org/a? -> http://example.org/a",
                "http://example.org./a -> http://example.org/a",
                "http://example.org/a/./b/../c -> http://example.org/a/c",
                "http://example.org/a/%2e%2E/c -> http://example.org/c",
                "http://example.org/.. -> http://example.org/",
                "http://example.org/a/.. -> http://example.org/",
                "http://example.org/%7euser/%41%5f -> http://example.org/~user/A_",
                "http://example.org/%c3%a9 -> http://example.org/%C3%A9",
                "http://example.org/é?é -> http://example.org/%C3%A9?%C3%A9",
                "http://example.org/100% -> http://example.org/100%25",
                "http://example.org/%zz -> http://example.org/%25zz",
                "http://example.org/a|b^c?d|e{f} -> http://example.org/a%7Cb%5Ec?d%7Ce%7Bf%7D",
                "http://example.org/it's?it's -> http://example.org/it's?it%27s",
                "http://example.org/a[1]?b[]=2 -> http://example.org/a[1]?b[]=2",
                "http://example.org//a///b -> http://example.org//a///b",
                "http:\\\\example.org\\a\\b -> http://example.org/a/b",
                "http:example.org -> http://example.org/",
                "http://exa%6dple.org/ -> http://example.org/",
                "http://bücher.example/ -> http://xn--bcher-kva.example/",
                "http://BÜCHER.example/ -> http://xn--bcher-kva.example/",
                "http://faß.example/ -> http://xn--fa-hia.example/",
                "http://[::1]:8080/ -> http://[::1]:8080/",
                "http://[0:0:0:0:0:0:0:1]/ -> http://[::1]/",
                "http://[2001:DB8::0:1]/ -> http://[2001:db8::1]/",
                "http://[::ffff:127.0.0.1]/ -> http://[::ffff:7f00:1]/",
                "http://192.0.2.7/ -> http://192.0.2.7/",
                "http://a_b.example/ -> http://a_b.example/",
                "http://1.2.3.4.example/ -> http://1.2.3.4.example/",
            })
    void bringsEverySpellingIntoOneForm(String spelling, String canonical) {
        assertThat(CanonicalUrl.parse(spelling)).map(CanonicalUrl::toString).contains(canonical);
    }

    @Test
    void ignoresSpacesAroundAndLineEndsInside() {
        assertThat(CanonicalUrl.parse(" \t http://exam\nple.org/a\r\nb \n"))
                .map(CanonicalUrl::toString)
                .contains("http://example.org/ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "//example.org/",
                "ftp://example.org/",
                "javascript:alert(1)",
                "data:text/html,<a>",
                "mailto:a@example.org",
                "file:///etc/passwd",
                "http://",
                "http:///",
                "http://?",
                "http://user@example.org/",
                "http://user:secret@example.org/",
                "http://:secret@example.org/",
                "http://example.org:65536/",
                "http://example.org:8a/",
                "http://example.org:-1/",
                "http://exa mple.org/",
                "http://exa<mple.org/",
                "http://example.org%00/",
                "http://[::1/",
                "http://[::1::2]/",
                "http://[1:2:3:4:5:6:7]/",
                "http://[::127.0.0.01]/",
                "http://[fe80::1%25eth0]/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://2130706433/",
                "http://127.1/",
                "http://127.0.0.1./",
                "http://127.0.0.256/",
                "http://1.2.3.4.5/",
                "http://%31%32%37.0.0.1/",
                "http://１２７.0.0.1/",
                "http://a..b/",
                "http://.example.org/",
                "http://xn--a/",
                "http://xn--pokxncvks/",
            })
    void refusesWhatNoCrawlMayUse(String text) {
        assertThat(CanonicalUrl.parse(text)).isEmpty();
    }

    @Test
    void refusesNamesThatDnsCannotCarry() {
        var label = "a".repeat(64);
        var name = ("a".repeat(49) + ".").repeat(5) + "example";

        assertThat(CanonicalUrl.parse("http://" + label + ".example/")).isEmpty();
        assertThat(CanonicalUrl.parse("http://" + name + "/")).isEmpty();
        assertThat(CanonicalUrl.parse("http://" + "a".repeat(63) + ".example/")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "c -> https://example.org/a/c",
                "./c -> https://example.org/a/c",
                "../c -> https://example.org/c",
                "../../../c -> https://example.org/c",
                "../x/../c -> https://example.org/c",
                ".. -> https://example.org/",
                ". -> https://example.org/a/",
                "../ -> https://example.org/",
                "/c -> https://example.org/c",
                "/ -> https://example.org/",
                "//other.example/c -> https://other.example/c",
                "///other.example/c -> https://other.example/c",
                "\\c -> https://example.org/c",
                "/\\other.example/c -> https://other.example/c",
                "?x=1 -> https://example.org/a/b?x=1",
                "? -> https://example.org/a/b",
                "#top -> https://example.org/a/b?q=1",
                "c#top -> https://example.org/a/c",
                "c?x#top -> https://example.org/a/c?x",
                "c/../d;p=1 -> https://example.org/a/d;p=1",
                "c:d -> NOTHING",
                "./c:d -> https://example.org/a/c:d",
                "c/d:e -> https://example.org/a/c/d:e",
                "http://other.example -> http://other.example/",
                "https:c -> https://example.org/a/c",
                "http:c -> http://c/",
                "javascript:void(0) -> NOTHING",
                "é -> https://example.org/a/%C3%A9",
                "a b -> https://example.org/a/a%20b",
            })
    void resolvesReferences(String reference, String expected) {
        var base = CanonicalUrl.parse("https://example.org/a/b?q=1").orElseThrow();

        assertThat(base.resolve(reference).map(CanonicalUrl::toString).orElse("NOTHING"))
                .isEqualTo(expected);
    }

    @Test
    void anEmptyReferenceIsThePageItself() {
        var page = CanonicalUrl.parse("https://example.org/a?q=1").orElseThrow();

        assertThat(page.resolve("")).contains(page);
        assertThat(page.resolve("  ")).contains(page);
    }

    @Test
    void writesTheQueryInThePagesCharsetAndThePathInUtf8() {
        var page = CanonicalUrl.parse("http://example.org/").orElseThrow();

        assertThat(page.resolve("é?é", Charset.forName("windows-1252")))
                .map(CanonicalUrl::toString)
                .contains("http://example.org/%C3%A9?%E9");
        assertThat(page.resolve("?→", Charset.forName("windows-1252")))
                .map(CanonicalUrl::toString)
                .contains("http://example.org/?%26%238594%3B");
        assertThat(page.resolve("?é", StandardCharsets.UTF_16LE))
                .map(CanonicalUrl::toString)
                .contains("http://example.org/?%C3%A9");
    }

    @Test
    void namesItsParts() {
        var url = CanonicalUrl.parse("https://Example.org:8443/a/b?q=1#f").orElseThrow();

        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.host()).isEqualTo("example.org");
        assertThat(url.port()).isEqualTo(8443);
        assertThat(url.origin()).isEqualTo("https://example.org:8443");
        assertThat(url.authority()).isEqualTo("example.org:8443");
        assertThat(url.lane()).isEqualTo("host:example.org:8443");
        assertThat(url.path()).isEqualTo("/a/b");
        assertThat(url.pathAndQuery()).isEqualTo("/a/b?q=1");
    }

    @Test
    void bothSchemesOfAHostShareALane() {
        var plain = CanonicalUrl.parse("http://example.org/").orElseThrow();
        var secure = CanonicalUrl.parse("https://example.org/").orElseThrow();

        assertThat(plain.lane()).isEqualTo(secure.lane()).isEqualTo("host:example.org");
        assertThat(plain.port()).isEqualTo(80);
        assertThat(secure.port()).isEqualTo(443);
    }

    @ParameterizedTest
    @CsvSource({
        "https://docs.example.org/,example.org",
        "https://a.b.example.co.uk/,example.co.uk",
        "https://someone.github.io/,someone.github.io",
        "https://github.io/,github.io",
        "http://localhost/,localhost",
        "http://192.0.2.7/,192.0.2.7",
        "http://[2001:db8::1]/,[2001:db8::1]",
    })
    void knowsTheRegistrableDomain(String url, String domain) {
        assertThat(CanonicalUrl.parse(url).orElseThrow().registrableDomain()).isEqualTo(domain);
    }

    /** Marks in Redis and ids of items are made of it, so it may never change. Taken from sha256sum. */
    @Test
    void hasTheFingerprintOfItsText() {
        var url = CanonicalUrl.parse("https://example.org/").orElseThrow();

        assertThat(url.fingerprint()).isEqualTo(0x8198d1bac40a1033L);
    }

    /** The fast path must say what the long way says, whatever comes. */
    @Test
    void theFastPathAgreesWithTheLongWay() {
        var random = new Random(7);
        var bases = List.of(
                "http://example.org/",
                "https://example.org:8443/a/b/c?q",
                "http://xn--bcher-kva.example/a/",
                "http://[::1]/x/y");
        var pieces = List.of(
                "a",
                "b.html",
                "..",
                ".",
                "/",
                "//",
                "?",
                "#",
                "%41",
                "%2F",
                "%2f",
                "%",
                "é",
                " ",
                ":",
                "http:",
                "https://",
                "example.org",
                "EXAMPLE",
                ":80",
                ":8080",
                "'",
                "|",
                "[",
                "]",
                "@",
                "\\",
                "&x=1",
                ";p",
                "~",
                "%2e",
                "xn--",
                "0x1",
                "1",
                "-",
                "_",
                ".a",
                "..a",
                "a..",
                "\t");

        for (int i = 0; i < 20_000; i++) {
            var reference = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) reference.append(pieces.get(random.nextInt(pieces.size())));
            var base = CanonicalUrl.parse(bases.get(i % bases.size())).orElseThrow();
            var text = reference.toString();

            assertThat(base.resolve(text))
                    .as("%s on %s", text, base)
                    .isEqualTo(UrlReading.read(base.toString(), text).accepted());
            assertThat(CanonicalUrl.parse(text))
                    .as(text)
                    .isEqualTo(UrlReading.read(null, text).accepted());
        }
    }

    /** So that what was checked is what is asked for, and a stored URL is found again. */
    @Test
    void isAFixedPointForItselfAndForTheHttpClient() {
        var random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            var tail = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) tail.append((char) (0x20 + random.nextInt(0x60)));
            CanonicalUrl.parse("http://example.org/" + tail).ifPresent(url -> {
                assertThat(CanonicalUrl.parse(url.toString())).contains(url);
                assertThat(HttpUrl.get(url.toString())).hasToString(url.toString());
            });
        }
    }
}
