package io.crawljob.engine.fetch;

import java.util.Locale;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * By what a server tells whether a page has changed (RFC 9110, section 13).
 *
 * @param mayBeKept false if the server says {@code no-store}
 */
public record Validators(@Nullable String etag, @Nullable String lastModified, boolean mayBeKept) {

    /** Of a body that nobody asked about. */
    public static final Validators NONE = new Validators(null, null, false);

    /** A header that is longer is not sent back. */
    private static final int LONGEST = 1_000;

    static Validators of(Headers headers) {
        var control = String.join(",", headers.values("Cache-Control")).toLowerCase(Locale.ROOT);
        return new Validators(
                cut(headers.get("ETag")), cut(headers.get("Last-Modified")), !control.contains("no-store"));
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.isBlank() || value.length() > LONGEST ? null : value;
    }
}
