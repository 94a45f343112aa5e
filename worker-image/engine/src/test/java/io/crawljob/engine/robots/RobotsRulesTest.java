package io.crawljob.engine.robots;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9309 and Google's published rules, in cases of our own. */
class RobotsRulesTest {

    private static final String AGENT = "FooBot/2.1 (+https://foo.example/bot)";

    @Test
    void anEmptyFileAllowsEverything() {
        assertThat(allows("", "/a")).isTrue();
        assertThat(RobotsRules.allowAll().allows(url("/a"))).isTrue();
    }

    @Test
    void whatIsNoRobotsFileAllowsEverything() {
        assertThat(allows("<!DOCTYPE html><html><body>Disallow everything: no</body></html>", "/a"))
                .isTrue();
        assertThat(allows("\u0000\u0001\u0002binary", "/a")).isTrue();
    }

    @Test
    void ourGroupCountsAloneWhenThereIsOne() {
        var robots = """
                User-agent: *
                Disallow: /

                User-agent: FooBot
                Disallow: /private
                """;

        assertThat(allows(robots, "/a")).isTrue();
        assertThat(allows(robots, "/private/a")).isFalse();
    }

    @Test
    void aGroupOfOursWithoutRulesAllowsEverything() {
        assertThat(allows("User-agent: FooBot\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/a"))
                .isTrue();
        assertThat(allows("User-agent: *\nDisallow: /\n\nUser-agent: FooBot\n", "/a"))
                .isTrue();
    }

    @Test
    void everybodysGroupCountsWhenThereIsNoneOfOurs() {
        assertThat(allows("User-agent: BarBot\nAllow: /\n\nUser-agent: *\nDisallow: /x\n", "/x"))
                .isFalse();
        assertThat(allows("User-agent: BarBot\nDisallow: /\n", "/x")).isTrue();
    }

    @Test
    void groupsOfTheSameAgentAreOne() {
        var robots =
                "User-agent: FooBot\nDisallow: /a\n\nUser-agent: BarBot\nDisallow: /\n\nUser-agent: foobot\nDisallow: /b\n";

        assertThat(allows(robots, "/a")).isFalse();
        assertThat(allows(robots, "/b")).isFalse();
        assertThat(allows(robots, "/c")).isTrue();
    }

    @Test
    void aGroupMaySpeakToSeveralAgents() {
        assertThat(allows("User-agent: BarBot\nUser-agent: FooBot\nDisallow: /a\n", "/a"))
                .isFalse();
        assertThat(allows("User-agent: FooBot\nUser-agent: *\nDisallow: /a\n", "/a"))
                .isFalse();
    }

    @Test
    void otherRecordsNeitherBeginNorEndAGroup() {
        assertThat(allows(
                        "User-agent: FooBot\nSitemap: https://x.example/s.xml\nUser-agent: BarBot\nDisallow: /a\n",
                        "/a"))
                .isFalse();
        assertThat(allows("User-agent: FooBot\nCrawl-delay: 5\nHost: x\nDisallow: /a\n", "/a"))
                .isFalse();
    }

    @Test
    void rulesBeforeTheFirstGroupSpeakToNobody() {
        assertThat(allows("Disallow: /\nUser-agent: FooBot\nDisallow: /a\n", "/b"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FooBot", "foobot", "FOOBOT", "FooBot/1.0", "FooBot 2", "FooBot*"})
    void theProductTokenIsComparedWithoutCaseAndWithoutVersion(String name) {
        assertThat(allows("User-agent: " + name + "\nDisallow: /\n", "/a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Foo", "FooBotter", "Foo-Bot", "FooBot_x", "BarBot FooBot", "*x"})
    void anotherTokenIsAnotherAgent(String name) {
        assertThat(allows("User-agent: " + name + "\nDisallow: /\n", "/a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FooBot,FooBot", "FooBot/1.0 (+x),FooBot", "foo-bot_x y,foo-bot_x", "Mozilla/5.0,Mozilla", "1Bot,''"})
    void theProductTokenIsTheAgentsFirstWord(String agent, String token) {
        assertThat(ProductToken.of(agent)).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({
        "Fish, false",
        "Fish Salmon, true",
        "Fish2, true",
        "Fish2/1.0, false",
        "Fish Salmon/1.0, false",
        "Fish bot@example.org, false",
        "'', true",
    })
    void aBareNameIsComparedWhole(String agent, boolean allowed) {
        var rules = RobotsRules.parse("User-agent: Fish\nDisallow: /\n".getBytes(StandardCharsets.UTF_8), agent);
        assertThat(rules.allows(url("/a"))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aByteOrderMarkMayHaveLostItsEnd(int length) {
        var mark = Arrays.copyOf(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, length);
        var content = new ByteArrayOutputStream();
        content.writeBytes(mark);
        content.writeBytes("User-agent: FooBot\nDisallow: /a\n".getBytes(StandardCharsets.UTF_8));
        var rules = RobotsRules.parse(content.toByteArray(), "FooBot");
        assertThat(rules.allows(url("/a"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-agent: *\rDisallow: /a\r",
                "User-agent: *\r\nDisallow: /a\r\n",
                "\uFEFFUser-agent: *\nDisallow: /a",
                "  user-AGENT :  *  # all\n\tDISALLOW\t:\t/a # no",
                "User-agent *\nDisallow /a\n",
                "Useragent: *\nDisalow: /a\n",
                "User agent: *\nDissallow: /a\n",
                "User-agent: * FooBot\nDisallow: /a\n",
                "User-agent: *\n\n\nDisallow: /a\n",
                "garbage\nUser-agent: *\n::\nnonsense: x\nDisallow: /a",
            })
    void readsWhatPeopleWrite(String robots) {
        assertThat(allows(robots, "/a")).isFalse();
        assertThat(allows(robots, "/b")).isTrue();
    }

    @Test
    void aCommentIsNoRule() {
        assertThat(allows("User-agent: *\n# Disallow: /a\nDisallow: /b#c\n", "/a"))
                .isTrue();
        assertThat(allows("User-agent: *\nDisallow: /b#c\n", "/b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5,5000", "0.5,500", "3600,3600000", "0,0", "99999999,86400000", "10 ,10000"})
    void readsTheCrawlDelay(String value, long millis) {
        var rules = parse("User-agent: *\nCrawl-delay: " + value + "\n");

        assertThat(rules.crawlDelay()).contains(Duration.ofMillis(millis));
        assertThat(rules.allows(url("/a"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1e9", ".", "NaN"})
    void passesOverACrawlDelayThatIsNone(String value) {
        assertThat(parse("User-agent: *\nCrawl-delay: " + value + "\n").crawlDelay())
                .isEmpty();
    }

    @Test
    void theCrawlDelayIsOurGroupsWhenThereIsOne() {
        assertThat(parse("User-agent: *\nCrawl-delay: 9\n\nUser-agent: FooBot\nCrawl-delay: 2\nDisallow: /x\n")
                        .crawlDelay())
                .contains(Duration.ofSeconds(2));
        assertThat(parse("User-agent: *\nCrawl-delay: 9\n\nUser-agent: FooBot\nDisallow: /x\n")
                        .crawlDelay())
                .isEmpty();
    }

    @Test
    void sitemapsStandOutsideOfGroups() {
        var rules = parse(
                "Sitemap: https://foo.example/a.xml\nUser-agent: BarBot\nDisallow: /\nsitemap: /b.xml\nSITEMAP: https://foo.example/a.xml\nSitemap:\n");

        assertThat(rules.sitemaps()).containsExactly("https://foo.example/a.xml", "/b.xml");
    }

    @Test
    void reads500KibibytesAndNoHalfLine() {
        var head = "User-agent: *\nDisallow: /early\n";
        var filler = "#" + "x".repeat(98) + "\n";
        var text = new StringBuilder(head);
        while (text.length() + filler.length() <= RobotsRules.MOST_BYTES - 11) text.append(filler);
        text.append("#".repeat(RobotsRules.MOST_BYTES - 11 - text.length() - 1)).append('\n');
        assertThat(text).hasSize(RobotsRules.MOST_BYTES - 11);
        text.append("Disallow: /late\nDisallow: /later\n");

        assertThat(allows(text.toString(), "/early")).isFalse();
        assertThat(allows(text.toString(), "/a"))
                .as("half of the line says Disallow: /")
                .isTrue();
        assertThat(allows(text.toString(), "/late")).isTrue();
    }

    @Test
    void manyWildcardsCostNoTime() {
        var robots = "User-agent: *\nDisallow: /" + "a*".repeat(5_000) + "b\n";

        assertThat(allows(robots, "/" + "a".repeat(2_000))).isTrue();
    }

    private static boolean allows(String robots, String path) {
        return parse(robots).allows(url(path));
    }

    private static RobotsRules parse(String robots) {
        return RobotsRules.parse(robots.getBytes(StandardCharsets.UTF_8), AGENT);
    }

    private static CanonicalUrl url(String path) {
        return CanonicalUrl.parse("https://foo.example" + path).orElseThrow();
    }
}
