package io.crawljob.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsNeededTest {

    private final PageReader reader =
            new PageReader("CrawlJob/1 (+https://crawljob.example)", Bodies.METADATA_AND_LINKS, new ParseBudget());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><head><title>App</title></head><body><div id=root></div><script src=/app.js></script>",
                "<div id=app>Loading…</div><script type=module src=/main.mjs></script>",
                "<div id=__next></div><noscript>You need to enable JavaScript to run this app. You need to enable JavaScript to run this app."
                        + " You need to enable JavaScript to run this app. You need to enable JavaScript to run this app. You need to</noscript>"
                        + "<script type='text/javascript'>start()</script>",
                "<header><a href=/>Home</a> <a href=/about>About</a></header><main></main><script>start()</script>",
                "<script>document.write(atob('PGgxPkhlbGxvPC9oMT4='))</script>",
                "<style>body { margin: 0 }</style><template><p>a template</p></template><script src=a.js></script>",
            })
    void aPageWithScriptsAndNothingToReadNeedsThem(String html) {
        assertThat(reader.needsScripts(Bodies.html(html))).isTrue();
    }

    @Test
    void aPageWithTextEnoughDoesNot() {
        var script = "<script src=/stats.js></script>";

        assertThat(reader.needsScripts(Bodies.html(script + "<p>" + "x".repeat(199))))
                .isTrue();
        assertThat(reader.needsScripts(Bodies.html(script + "<p>" + "x".repeat(200))))
                .isFalse();
    }

    @Test
    void aPageWithLinksEnoughDoesNot() {
        assertThat(reader.needsScripts(
                        Bodies.html("<script src=/s.js></script><a href=1>1</a><a href=2>2</a><a href=3>3</a>")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<h1>Gone</h1><p>Nothing here.", "<script type=application/ld+json>{}</script><p>Short."})
    void aShortPageWithoutAProgramDoesNot(String html) {
        assertThat(reader.needsScripts(Bodies.html(html))).isFalse();
    }

    @Test
    void whatIsNoPageDoesNot() {
        var json = new Body(
                CanonicalUrl.parse("https://example.org/").orElseThrow(),
                200,
                "application/json",
                "",
                List.of(),
                "\"<script>1</script>\"".getBytes(StandardCharsets.UTF_8),
                false,
                Validators.NONE);

        assertThat(reader.needsScripts(json)).isFalse();
    }
}
