package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class CookiesTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Cookies cookies = new Cookies(((InstantSource) now::get).withZone(ZoneOffset.UTC));

    @Test
    void oneGoesUntilItExpires() {
        heard("https://a.example/", "short=1; Max-Age=60", "long=1; Max-Age=600", "session=1");

        now.updateAndGet(it -> it.plus(Duration.ofSeconds(90)));

        assertThat(to("https://a.example/")).isEqualTo("long=1; session=1");
    }

    @Test
    void oneOfTheSameNameDomainAndPathIsReplaced() {
        heard("https://a.example/", "a=1; Path=/", "a=2; Path=/x", "a=3; Path=/");

        assertThat(to("https://a.example/x")).isEqualTo("a=2; a=3");
    }

    @Test
    void expiredOnesDoNotTakeThePlaceOfOthers() {
        for (var i = 0; i < Cookies.MOST_OF_A_DOMAIN - 1; i++) heard("https://a.example/", "c" + i + "=1; Max-Age=60");
        heard("https://a.example/", "kept=1");
        now.updateAndGet(it -> it.plus(Duration.ofSeconds(90)));

        for (var i = 0; i < Cookies.MOST_OF_A_DOMAIN - 1; i++) heard("https://a.example/", "d" + i + "=1");

        assertThat(to("https://a.example/")).startsWith("kept=1; d0=1;");
    }

    @Test
    void theDomainThatWasOfUseLongestAgoGoesFirst() {
        for (var i = 0; i < Cookies.MOST_DOMAINS; i++) heard("https://h" + i + ".example/", "a=" + i);
        assertThat(to("https://h0.example/")).isEqualTo("a=0");

        heard("https://one-more.example/", "a=new");

        assertThat(to("https://h0.example/")).isEqualTo("a=0");
        assertThat(to("https://h1.example/")).isEmpty();
        assertThat(to("https://h2.example/")).isEqualTo("a=2");
        assertThat(to("https://one-more.example/")).isEqualTo("a=new");
    }

    @Test
    void allTogetherHaveABoundedWeightOfWhichADomainMayHaveItsShare() {
        var full = "x".repeat(Cookies.MOST_CHARACTERS - 2);
        heard("https://small.example/", "a=1");
        for (var i = 0; i < Cookies.MOST_OF_A_DOMAIN; i++) {
            heard("https://a.example/", (char) ('A' + i) + "=" + full, "%02d=%s".formatted(i, "x".repeat(5_000)));
        }

        assertThat(to("https://small.example/")).isEqualTo("a=1");
        assertThat(to("https://a.example/").split("; ", -1)).hasSize(Cookies.MOST_OF_A_DOMAIN);
        for (var i = 0; i < Cookies.MOST_OF_A_DOMAIN; i++) {
            heard("https://b.example/", (char) ('A' + i) + "=" + full);
        }

        assertThat(to("https://b.example/").split("; ", -1)).hasSize(Cookies.MOST_OF_A_DOMAIN);
        assertThat(to("https://a.example/")).isEmpty();
    }

    private void heard(String url, String... set) {
        var headers = new Headers.Builder();
        for (var cookie : set) headers.add("Set-Cookie", cookie);
        cookies.heard(HttpUrl.Companion.get(url), headers.build());
    }

    private String to(String url) {
        return cookies.to(CanonicalUrl.parse(url).orElseThrow());
    }
}
