package io.crawljob.engine.browser;

import static io.crawljob.engine.browser.Pages.SITE;
import static io.crawljob.engine.browser.Pages.html;
import static io.crawljob.engine.browser.Pages.page;
import static io.crawljob.engine.browser.Pages.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.engine.browser.RenderOutcome.Failed;
import io.crawljob.engine.browser.RenderOutcome.MovedTo;
import io.crawljob.engine.browser.RenderOutcome.Rendered;
import io.crawljob.engine.fetch.FailureClass;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the real browser makes of pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {

    private Browser browser;

    @BeforeAll
    void start() {
        browser = new Browser(RealChromium.settings(), Clock.systemUTC());
    }

    @AfterAll
    void end() {
        if (browser != null) browser.close();
    }

    @Test
    void aPageThatOnlyHasContentAfterScriptsHasItsContent() throws Exception {
        var site = new Pages()
                .script(
                        "app.js",
                        "fetch('/old.json').then(r => r.json()).then(d => setTimeout(() => show(d), 300));"
                                + "function show(d) { document.title = d.title; root.innerHTML = `<a href=/next>${d.text}</a>` }")
                .redirect("old.json", SITE + "new.json")
                .data("new.json", "{\"title\": \"Handbook\", \"text\": \"made by a script\"}");

        var outcome = browser.render(
                page("<!DOCTYPE html><title>…</title><div id=root></div><script src=/app.js></script>"), site);

        assertThat(html(outcome))
                .startsWith("<!DOCTYPE html><html>")
                .contains("<title>Handbook</title>", "<a href=\"/next\">made by a script</a>");
        assertThat(site.asked)
                .containsExactly("SCRIPT " + SITE + "app.js", "DATA " + SITE + "old.json", "DATA " + SITE + "new.json");
        assertThat(((Rendered) outcome).warnings()).isEmpty();
    }

    @Test
    void asksForNoImageStyleFontMediaOrFrame() throws Exception {
        var site = new Pages();

        var outcome = browser.render(page("""
                <link rel=stylesheet href=/a.css onload="document.body.append('styled ')"><link rel=icon href=/i.png>
                <link rel=preload as=font href=/f.woff2 crossorigin><link rel=prefetch href=/next><link rel=manifest href=/m.json>
                <body><img src=/a.png onload="document.body.append('drawn ')"><video src=/a.mp4 autoplay></video>
                <iframe src=/frame></iframe><object data=/o></object><script>navigator.sendBeacon('/beacon')</script>"""), site);

        assertThat(html(outcome)).contains("styled", "drawn");
        assertThat(site.asked).isEmpty();
    }

    @Test
    void aScriptThatNeverEndsEndsItsPageAtItsDeadlineAndNoOther() throws Exception {
        var begun = System.nanoTime();
        var stuck = new CompletableFuture<RenderOutcome>();
        var thread = Thread.startVirtualThread(() -> {
            try {
                stuck.complete(browser.render(
                        page("<p>x<script>while (true) {}</script>", Duration.ofSeconds(4)), new Pages()));
            } catch (InterruptedException e) {
                stuck.completeExceptionally(e);
            }
        });

        var other = browser.render(page("<p>static"), new Pages());

        assertThat(html(other)).contains("static");
        thread.join();
        assertThat(stuck.join())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().failure()).isEqualTo(FailureClass.TIMEOUT));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aPageThatIsNeverQuietIsReadBeforeItsDeadline() throws Exception {
        var site = new Pages().data("tick", "1");

        var outcome = browser.render(
                page(
                        "<p id=p>x</p><script>setInterval(() => fetch('/tick').then(() => p.textContent += '!'), 200)</script>",
                        Duration.ofSeconds(4)),
                site);

        assertThat(html(outcome)).contains("x!!!");
    }

    @Test
    void aScriptThatLeadsElsewhereIsNotFollowedButTold() throws Exception {
        var site = new Pages();

        var byScript = browser.render(page("<script>location = '/login?next=1#top'</script>"), site);
        var byRefresh = browser.render(page("<meta http-equiv=refresh content='0;url=http://other.example/'>"), site);

        assertThat(byScript).isEqualTo(new MovedTo(url(SITE + "login?next=1")));
        assertThat(byRefresh).isEqualTo(new MovedTo(url("http://other.example/")));
        assertThat(site.asked).isEmpty();
    }

    @Test
    void anAddressThatAScriptChangesWithoutARequestIsTold() throws Exception {
        var outcome = browser.render(page("<p>x<script>history.replaceState(0, '', '/home')</script>"), new Pages());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Rendered.class, page -> assertThat(page.address()).isEqualTo(url(SITE + "home")));
    }

    @Test
    void writesNothingAndLoadsNothingAnew() throws Exception {
        var site = new Pages();

        var posts = browser.render(
                page(
                        "<p>x<script>fetch('/api', {method: 'POST', body: '1'}).catch(() => document.title = 'refused')</script>"),
                site);
        var form = browser.render(page("<form method=post action=/buy id=f></form><script>f.submit()</script>"), site);
        var reload = browser.render(page("<p>x<script>location.reload()</script>"), site);

        assertThat(html(posts)).contains("<title>refused</title>");
        assertThat(((Rendered) posts).warnings()).singleElement().asString().contains("POST", "site.example");
        assertThat(((Rendered) form).warnings()).singleElement().asString().contains("POST");
        assertThat(((Rendered) reload).warnings()).singleElement().asString().contains("load itself anew");
        assertThat(site.asked).isEmpty();
    }

    @Test
    void pagesKnowNothingOfEachOther() throws Exception {
        var leave = page("<p>x<script>document.cookie = 'a=1'; localStorage.b = 2</script>");
        var look = page("<p>x<script>document.title = document.cookie + '|' + localStorage.b</script>");

        browser.render(leave, new Pages());
        var outcome = browser.render(look, new Pages());

        assertThat(html(outcome)).contains("<title>|undefined</title>");
    }

    @Test
    void answersDialogsAndOpensNoWindow() throws Exception {
        var outcome = browser.render(
                page("<p>x<script>alert(1); document.title = confirm('?') + '|' + open('/popup')</script>"),
                new Pages());

        assertThat(html(outcome)).contains("<title>false|null</title>");
    }

    @Test
    void saysWhoItIsToScriptsToo() throws Exception {
        var outcome = browser.render(page("<p>x<script>document.title = navigator.userAgent</script>"), new Pages());

        assertThat(html(outcome)).contains("<title>TestBot/1.0</title>");
    }

    @Test
    void aPageThatGrowsBeyondItsLimitFails() throws Exception {
        var outcome =
                browser.render(page("<p id=p>x<script>p.textContent = 'x'.repeat(2 << 20)</script>"), new Pages());

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure().failure()).isEqualTo(FailureClass.TOO_LARGE);
            assertThat(failed.failure().message()).contains("1048576");
        });
    }

    @Test
    void aPageThatTakesAllMemoryFailsAlone() throws Exception {
        var outcome = browser.render(
                page("<p>x<script>const a = []; while (true) a.push(new Array(1e6).fill({}))</script>"), new Pages());
        var other = browser.render(page("<p>static"), new Pages());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().failure()).isEqualTo(FailureClass.BROWSER));
        assertThat(html(other)).contains("static");
    }

    @Test
    void whatTheNetworkThrowsOrPutsOffEndsThePage() throws Exception {
        var asks = page("<p>x<script src=/a.js></script>");

        assertThat(browser.render(asks, (_, _) -> Optional.empty())).isEqualTo(new RenderOutcome.GivenUp());
        assertThatThrownBy(() -> browser.render(asks, (_, _) -> {
                    throw new IllegalStateException("the queue is away");
                }))
                .hasMessage("the queue is away");
    }

    @Test
    void aPageAsksForSoMuchAndNoMore() throws Exception {
        var site = new Pages();

        var outcome = browser.render(page("<p>x<script>for (let i = 0; i < 300; i++) fetch('/d' + i)</script>"), site);

        assertThat(site.asked).hasSize(100);
        assertThat(((Rendered) outcome).warnings()).anyMatch(warning -> warning.contains("more than 100 requests"));
    }
}
