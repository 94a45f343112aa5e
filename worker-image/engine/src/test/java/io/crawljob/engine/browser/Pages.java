package io.crawljob.engine.browser;

import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A site without a server, and requests for its pages. */
final class Pages implements Network {

    static final String SITE = "http://site.example/";
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long MOST_BYTES = 1 << 20;

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, FetchOutcome> answers = new ConcurrentHashMap<>();

    Pages script(String path, String text) {
        answers.put(SITE + path, body(SITE + path, "text/javascript", text));
        return this;
    }

    Pages data(String path, String json) {
        answers.put(SITE + path, body(SITE + path, "application/json", json));
        return this;
    }

    Pages redirect(String path, String target) {
        answers.put(SITE + path, new FetchOutcome.RedirectTo(302, url(target)));
        return this;
    }

    @Override
    public Optional<FetchOutcome> get(CanonicalUrl url, Use use) {
        asked.add(use + " " + url);
        return Optional.of(answers.getOrDefault(
                url.toString(),
                new FetchOutcome.Failed(FailureClass.HTTP_4XX, "site.example answered 404", 404, null)));
    }

    static RenderRequest page(String html) {
        return page(html, TIMEOUT);
    }

    static RenderRequest page(String html, Duration timeout) {
        return new RenderRequest(body(SITE, "text/html; charset=utf-8", html), "TestBot/1.0", timeout, MOST_BYTES);
    }

    static Body body(String url, String type, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(url(url), 200, type, "", List.of(), bytes, false, Validators.NONE);
    }

    static CanonicalUrl url(String text) {
        return CanonicalUrl.parse(text).orElseThrow();
    }

    static String html(RenderOutcome outcome) {
        return outcome instanceof RenderOutcome.Rendered rendered
                ? new String(rendered.html(), StandardCharsets.UTF_8)
                : outcome.toString();
    }
}
