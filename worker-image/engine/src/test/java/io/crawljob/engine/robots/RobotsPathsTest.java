package io.crawljob.engine.robots;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule decides about a path: RFC 9309, section 2.2.2, and Google's published rules, in cases of our own. */
class RobotsPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "/ | /a | true",
                "/* | /a | true",
                "/fish | /fish | true",
                "/fish | /fish.html | true",
                "/fish | /fish/salmon | true",
                "/fish | /fishheads?id=1 | true",
                "/fish | /Fish | false",
                "/fish | /catfish | false",
                "/fish | /?id=fish | false",
                "/fish* | /fishheads | true",
                "/fish/ | /fish/salmon | true",
                "/fish/ | /fish | false",
                "/fish/ | /fish.html | false",
                "/*.php | /index.php | true",
                "/*.php | /folder/any.php.file | true",
                "/*.php | /?x=a.php | true",
                "/*.php | /windows.PHP | false",
                "/*.php$ | /folder/filename.php | true",
                "/*.php$ | /filename.php?p | false",
                "/*.php$ | /filename.php5 | false",
                "/fish*.php | /fishheads/catfish.php?p | true",
                "/fish*.php | /Fish.PHP | false",
                "/$ | / | true",
                "/$ | /a | false",
                "/a$b | /a$b | true",
                "/a$b | /a | false",
                "/a%24 | /a$ | true",
                "/a%24 | /ab | false",
                "/file-with-a-%2A.html | /file-with-a-*.html | true",
                "/file-with-a-%2A.html | /file-with-a-b.html | false",
                "/a**b | /axxb | true",
                "/a*b*c$ | /aXbXbXc | true",
                "/a*b*c$ | /aXbXcX | false",
                "/a*a$ | /a | false",
                "/**/x$ | /1/2/x | true",
                "*/x | /1/x | true",
                "x | /x | false",
                "https://foo.example/x | /x | false",
                // RFC 9309, section 2.2.2: compared after decoding and encoding
                "/foo/bar?baz=http://foo.bar | /foo/bar?baz=http://foo.bar | true",
                "/foo/bar/ツ | /foo/bar/%E3%83%84 | true",
                "/foo/bar/%E3%83%84 | /foo/bar/ツ | true",
                "/foo/bar/%e3%83%84 | /foo/bar/ツ | true",
                "/foo/bar/%62%61%7A | /foo/bar/baz | true",
                "/foo/bar/baz | /foo/bar/%62%61%7A | true",
                "/a%2Fb | /a%2fb | true",
                "/a%2Fb | /a/b | false",
                "/~user | /%7Euser | true",
                "/%7euser | /~user | true",
                "/a b | /a%20b | true",
                "/a%20b | /a b | true",
                "/it's | /it's | true",
                "/?it's | /?it's | true",
                "/a|b | /a%7Cb | true",
                "/a;p=1 | /a;p=1;q | true",
            })
    void matchesPaths(String pattern, String path, boolean matches) {
        assertThat(allows("User-agent: *\nDisallow: " + pattern + "\n", path)).isEqualTo(!matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "/p | / | /page | true",
                "/folder | /folder | /folder/page | true",
                "/page | /*.htm | /page.htm | false",
                "/page | /*.ph | /page.php5 | true",
                "/$ | / | / | true",
                "/$ | / | /page.htm | false",
                "/example/page/disallowed.gif | /example/page/ | /example/page/disallowed.gif | true",
                "/a/*/c | /a/b | /a/b/c | true",
                "/%61%61 | /aaa | /aaa | false",
            })
    void theLongestMatchWinsAndOfTwoAsLongTheOneThatAllows(
            String allow, String disallow, String path, boolean allowed) {
        assertThat(allows("User-agent: *\nAllow: %s\nDisallow: %s\n".formatted(allow, disallow), path))
                .isEqualTo(allowed);
        assertThat(allows("User-agent: *\nDisallow: %s\nAllow: %s\n".formatted(disallow, allow), path))
                .isEqualTo(allowed);
    }

    @Test
    void aRobotsTxtThatIsLinkedToIsAPageLikeAnyOther() {
        assertThat(allows("User-agent: *\nDisallow: /\n", "/robots.txt")).isFalse();
        assertThat(allows("User-agent: *\nDisallow: /a\n", "/robots.txt")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/index.html, /docs/, true",
        "/docs/index.htm, /docs/, true",
        "/index.html, /, true",
        "/docs/index.html, /docs/a, false",
        "/docs/index.php, /docs/, false",
        "/docs/index.html/a, /docs/, false",
    })
    void whoAllowsAnIndexPageAllowsItsDirectory(String allow, String path, boolean allowed) {
        assertThat(allows("User-agent: *\nDisallow: /\nAllow: " + allow + "\n", path))
                .isEqualTo(allowed);
    }

    @Test
    void whoDisallowsAnIndexPageDoesNotDisallowItsDirectory() {
        assertThat(allows("User-agent: *\nDisallow: /docs/index.html\n", "/docs/"))
                .isTrue();
    }

    private static boolean allows(String robots, String path) {
        return RobotsRules.parse(robots.getBytes(StandardCharsets.UTF_8), "FooBot")
                .allows(CanonicalUrl.parse("https://foo.example" + path).orElseThrow());
    }
}
