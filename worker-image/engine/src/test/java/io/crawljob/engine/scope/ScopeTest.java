package io.crawljob.engine.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.engine.scope.Decision.In;
import io.crawljob.engine.scope.Decision.Out;
import io.crawljob.engine.scope.Decision.Rule;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private static final List<String> NO_PATTERNS = List.of();

    @ParameterizedTest
    @CsvSource({
        "PAGE, https://docs.example.org/guide/start, true",
        "PAGE, http://docs.example.org/guide/start, false",
        "PAGE, https://docs.example.org/guide/next, false",
        "PREFIX, https://docs.example.org/guide/next, true",
        "PREFIX, http://docs.example.org/guide/next, true",
        "PREFIX, https://docs.example.org/guide/deep/er, true",
        "PREFIX, https://docs.example.org/guide/?q=/, true",
        "PREFIX, https://docs.example.org/guide, false",
        "PREFIX, https://docs.example.org/guidelines, false",
        "PREFIX, https://docs.example.org/, false",
        "PREFIX, https://other.example.org/guide/next, false",
        "HOST, https://docs.example.org/anything, true",
        "HOST, http://docs.example.org/anything, true",
        "HOST, http://docs.example.org:8080/, false",
        "HOST, https://example.org/, false",
        "HOST, https://docs.example.org.evil.example/, false",
        "DOMAIN, https://docs.example.org/, true",
        "DOMAIN, https://example.org/, true",
        "DOMAIN, http://a.b.example.org:8080/, true",
        "DOMAIN, https://notexample.org/, false",
        "DOMAIN, https://example.org.evil.example/, false",
        "ANY, http://anywhere.example/, true",
    })
    void staysWithinWhatIsAskedFor(Within within, String url, boolean expected) {
        var scope = scope(within, "https://docs.example.org/guide/start");

        assertThat(scope.decide(url(url), 1)).isEqualTo(expected ? new In() : new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void aDomainThatOthersShareIsNoOnesOwn() {
        var scope = scope(Within.DOMAIN, "https://someone.github.io/");

        assertThat(scope.decide(url("https://www.someone.github.io/"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://another.github.io/"), 1)).isEqualTo(new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void aDomainWithCustomersNamesBelowItDoesNotReachThem() {
        var scope = scope(Within.DOMAIN, "https://amazonaws.com/");

        assertThat(scope.decide(url("https://bucket.s3.amazonaws.com/"), 1)).isEqualTo(new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void everySeedCounts() {
        var scope = scope(Within.HOST, "https://a.example/", "https://b.example/");

        assertThat(scope.decide(url("https://a.example/x"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://b.example/x"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://c.example/x"), 1)).isEqualTo(new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void includeAndExcludeAreFoundAnywhereInTheUrl() {
        var scope = new Scope(new ScopeRules(
                List.of(url("https://example.org/")),
                true,
                Within.HOST,
                List.of("/docs/", "\\?page=\\d+$"),
                List.of("/archive/.*"),
                20));

        assertThat(scope.decide(url("https://example.org/docs/a"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://example.org/list?page=12"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://example.org/list?page=x"), 1)).isEqualTo(new Out(Rule.NOT_INCLUDED));
        assertThat(scope.decide(url("https://example.org/docs/archive/a"), 1)).isEqualTo(new Out(Rule.EXCLUDED));
    }

    @Test
    void aSeedNeedsNoIncludeButAnExcludeHoldsForIt() {
        var seed = url("https://example.org/archive/start");

        assertThat(new Scope(new ScopeRules(List.of(seed), true, Within.HOST, List.of("/docs/"), NO_PATTERNS, 20))
                        .decide(seed, 0))
                .isEqualTo(new In());
        assertThat(new Scope(new ScopeRules(List.of(seed), true, Within.HOST, NO_PATTERNS, List.of("/archive/"), 20))
                        .decide(seed, 0))
                .isEqualTo(new Out(Rule.EXCLUDED));
    }

    @Test
    void depthIsCountedInLinksFromASeed() {
        var scope = new Scope(
                new ScopeRules(List.of(url("https://example.org/")), true, Within.HOST, NO_PATTERNS, NO_PATTERNS, 2));

        assertThat(scope.decide(url("https://example.org/a"), 2)).isEqualTo(new In());
        assertThat(scope.decide(url("https://example.org/a"), 3)).isEqualTo(new Out(Rule.TOO_DEEP));
    }

    @Test
    void aUrlMayHave2083Characters() {
        var scope = scope(Within.ANY, "https://example.org/");
        var base = "https://example.org/";

        assertThat(scope.decide(url(base + "a".repeat(2_083 - base.length())), 1))
                .isEqualTo(new In());
        assertThat(scope.decide(url(base + "a".repeat(2_084 - base.length())), 1))
                .isEqualTo(new Out(Rule.URL_TOO_LONG));
    }

    @Test
    void aSegmentThatComesAFourthTimeIsATrap() {
        var scope = scope(Within.ANY, "https://example.org/");

        assertThat(scope.decide(url("https://example.org/a/b/a/b/a/b"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://example.org/a/b/a/c/a/d/a"), 1)).isEqualTo(new Out(Rule.REPEATED_SEGMENT));
        assertThat(scope.decide(url("https://example.org//////"), 1)).isEqualTo(new In());
        assertThat(scope.decide(url("https://example.org/x?a/a/a/a/a"), 1)).isEqualTo(new In());
    }

    @Test
    void aPageThatStandsForItselfMayMoveOnItsOwnHost() {
        var scope = scope(Within.PAGE, "http://example.org/a");

        assertThat(scope.decideRedirect(url("https://example.org/a/"), 0)).isEqualTo(new In());
        assertThat(scope.decideRedirect(url("https://other.example/a"), 0)).isEqualTo(new Out(Rule.OUT_OF_SCOPE));
        assertThat(scope.decide(url("https://example.org/a/"), 1)).isEqualTo(new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void aRedirectOutOfScopeIsOut() {
        assertThat(scope(Within.HOST, "http://example.org/").decideRedirect(url("http://other.example/"), 0))
                .isEqualTo(new Out(Rule.OUT_OF_SCOPE));
    }

    @Test
    void aPatternThatIsNotRe2IsNamed() {
        var rules = new ScopeRules(List.of(), true, Within.ANY, List.of("fine"), List.of("(?=ahead)"), 1);

        assertThatThrownBy(() -> new Scope(rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exclude: (?=ahead)");
    }

    @ParameterizedTest
    @CsvSource({
        "/?a=1&a=1&a=1, true",
        "/?a=1&a=1&a=1&a=1, false",
        "/?c=red&c=blue&c=green&c=black, true",
        "/?sort=asc&page=2&sort=asc&page=3&sort=asc&page=4&sort=asc, false",
    })
    void aQueryThatGrowsIsATrap(String reference, boolean in) {
        var decision = scope(Within.HOST, "https://example.org/").decide(url("https://example.org" + reference), 1);

        assertThat(decision).isEqualTo(in ? new In() : new Out(Rule.GROWING_QUERY));
    }

    @Test
    void aQueryOfMoreParametersThanAnyFormHasIsATrap() {
        var many = IntStream.rangeClosed(0, Scope.MOST_PARAMETERS)
                .mapToObj(i -> "p" + i)
                .collect(Collectors.joining("&"));

        assertThat(scope(Within.HOST, "https://example.org/").decide(url("https://example.org/?" + many), 1))
                .isEqualTo(new Out(Rule.GROWING_QUERY));
    }

    @Test
    void theWordsOfTheRulesAreUnique() {
        assertThat(Arrays.stream(Rule.values()).map(Rule::word))
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[A-Z][A-Za-z]+"));
    }

    private static Scope scope(Within within, String... seeds) {
        return new Scope(new ScopeRules(
                Arrays.stream(seeds).map(ScopeTest::url).toList(), true, within, NO_PATTERNS, NO_PATTERNS, 20));
    }

    private static CanonicalUrl url(String text) {
        return CanonicalUrl.parse(text).orElseThrow();
    }
}
