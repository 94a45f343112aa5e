package io.crawljob.engine.page;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies as tests need them, of https://example.org/dir/page. */
final class Bodies {

    static final CanonicalUrl URL =
            CanonicalUrl.parse("https://example.org/dir/page").orElseThrow();

    static final Extraction METADATA_AND_LINKS = new Extraction(true, false, false, true, List.of());

    private Bodies() {}

    static Body html(String text) {
        return of("text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Body of(String contentType, byte[] bytes) {
        return new Body(URL, 200, contentType, "", List.of(), bytes, false, Validators.NONE);
    }

    static Body withHeaders(String text, String contentLanguage, String... robotsTags) {
        return new Body(
                URL,
                200,
                "text/html",
                contentLanguage,
                List.of(robotsTags),
                text.getBytes(StandardCharsets.UTF_8),
                false,
                Validators.NONE);
    }
}
