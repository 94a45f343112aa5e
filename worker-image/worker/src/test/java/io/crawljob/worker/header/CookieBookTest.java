package io.crawljob.worker.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.fetch.Cookies;
import io.crawljob.queue.Plan;
import io.crawljob.worker.TestPlans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class CookieBookTest {

    private static final String SEED = "https://a.example/";

    private final CookieBook book = new CookieBook(Clock.systemUTC());

    @Test
    void theCrawlThatWasAskedForLongestAgoGoesFirst() {
        var first = keeping();
        var second = keeping();
        var ofFirst = book.of(first).orElseThrow();
        var ofSecond = book.of(second).orElseThrow();
        for (var i = 2; i < CookieBook.MOST_CRAWLS; i++)
            assertThat(book.of(keeping())).isPresent();
        assertThat(book.of(first)).containsSame(ofFirst);

        assertThat(book.of(keeping())).isPresent();

        assertThat(book.of(first)).containsSame(ofFirst);
        assertThat(book.of(second).orElseThrow()).isNotSameAs(ofSecond);
    }

    @Test
    void theDocumentNamesEveryBound() throws IOException {
        assertThat(Files.readString(Path.of("docs/cookies.md")))
                .contains(
                        "| %d |".formatted(CookieBook.MOST_CRAWLS),
                        "| %d |".formatted(Cookies.MOST_DOMAINS),
                        "| %d |".formatted(Cookies.MOST_OF_A_DOMAIN),
                        "| %,d |".formatted(Cookies.MOST_CHARACTERS),
                        "| %d KiB |".formatted(Cookies.MOST_BYTES >> 10));
    }

    private static Plan keeping() {
        return TestPlans.keepingCookies(TestPlans.plan(SEED));
    }
}
