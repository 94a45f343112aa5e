package io.crawljob.engine.trap;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/2026/11/22, /0/0/0",
        "/day-2026-11-22, /day-0-0-0",
        "/a;jsessionid=0A1B2C3D4E5F6071/b, /a;jsessionid=x/b",
        "/s/f00dfacecafe123456/, /s/x/",
        "/page2, /page0",
        "/guide/internationalisation, /guide/internationalisation",
        "/?x=5&y=abc, /?x=&y=",
        "/?flag, /?flag",
    })
    void keepsTheWordsAndNotWhatChanges(String path, String pattern) {
        var url = CanonicalUrl.parse("https://example.org" + path).orElseThrow();

        assertThat(UrlPattern.of(url)).isEqualTo("https://example.org" + pattern);
    }

    @Test
    void pagesThatDifferInWhatTheirUrlsSayAreAlike() {
        var first = likeness("<p>Day 1, nothing. Next: 2</p>", "/2026/1");

        assertThat(likeness("<p>Day  22: nothing! Next: 23</p>", "/2026/22")).isEqualTo(first);
        assertThat(likeness("<p>Day 22, a talk. Next: 23</p>", "/2026/22")).isNotEqualTo(first);
    }

    @Test
    void pagesOfOtherNumbersAreNotAlike() {
        assertThat(likeness("<p>Drawn: 5 17 33</p>", "/draw/7"))
                .isNotEqualTo(likeness("<p>Drawn: 4 18 40</p>", "/draw/8"));
    }

    @Test
    void manyPagesWithHardlyAnythingNewAreATrap() {
        var repeats = new Repeats();

        IntStream.range(0, Repeats.AT_LEAST - 1).forEach(page -> repeats.read(page % 9));
        assertThat(repeats.isTrap()).isFalse();
        repeats.read(1);

        assertThat(repeats.isTrap()).isTrue();
    }

    @Test
    void manyPagesWithSomethingNewAreNone() {
        var repeats = new Repeats();

        IntStream.range(0, 100_000).forEach(page -> repeats.read(page / 9));

        assertThat(repeats.isTrap()).isFalse();
    }

    private static long likeness(String html, String path) {
        return Likeness.of(
                Jsoup.parse(html),
                CanonicalUrl.parse("https://example.org" + path).orElseThrow());
    }
}
