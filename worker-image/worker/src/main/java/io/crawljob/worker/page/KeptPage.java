package io.crawljob.worker.page;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A page as it is kept for others.
 *
 * @param fetchedAtMillis when the server last said that it is so
 * @param gzip the body
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record KeptPage(
        long fetchedAtMillis,
        int status,
        String contentType,
        String contentLanguage,
        List<String> robotsTags,
        @Nullable String etag,
        @Nullable String lastModified,
        byte[] gzip) {

    private static final JsonMapper JSON = new JsonMapper();

    static KeptPage of(Body body, Instant now) {
        return new KeptPage(
                now.toEpochMilli(),
                body.status(),
                body.contentType(),
                body.contentLanguage(),
                body.robotsTags(),
                body.validators().etag(),
                body.validators().lastModified(),
                compressed(body.bytes()));
    }

    /** @param most of the body: what the job that uses it allows */
    Optional<Body> body(CanonicalUrl url, long most) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            var bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) return Optional.empty();
            var validators = new Validators(etag, lastModified, true);
            return Optional.of(
                    new Body(url, status, contentType, contentLanguage, robotsTags, bytes, false, validators));
        } catch (IOException e) {
            throw new UncheckedIOException("a kept page that was not written by a worker", e);
        }
    }

    Instant fetchedAt() {
        return Instant.ofEpochMilli(fetchedAtMillis);
    }

    String encode() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page that cannot be written", e);
        }
    }

    /** Empty when a worker of another version wrote it so that this one cannot read it. */
    static Optional<KeptPage> decode(String json) {
        try {
            return Optional.of(JSON.readValue(json, KeptPage.class));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static byte[] compressed(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
