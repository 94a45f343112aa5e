package io.crawljob.engine.fetch;

import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.fetch.FetchOutcome.RedirectTo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import okhttp3.Response;

/** From an HTTP answer to an outcome. */
final class Answers {

    /** Those that name one other place. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private static final int NOT_MODIFIED = 304;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Clock clock;

    Answers(Clock clock) {
        this.clock = clock;
    }

    FetchOutcome read(FetchRequest request, Response response) throws IOException {
        if (response.isSuccessful()) return body(request, response);
        var known = request.known();
        if (response.code() == NOT_MODIFIED && known != null) return known.unchanged();
        return REDIRECTS.contains(response.code()) ? redirect(request, response) : failed(request, response);
    }

    /** True if there may be more of the answer than anyone wants to read. */
    boolean isUnfinished(FetchOutcome outcome) {
        return switch (outcome) {
            case Body body -> body.cut();
            case Failed failed -> failed.failure() == FailureClass.TOO_LARGE;
            case RedirectTo _ -> false;
        };
    }

    private static FetchOutcome redirect(FetchRequest request, Response response) {
        var status = response.code();
        var location = response.header("Location");
        if (location == null)
            return new Failed(
                    FailureClass.REDIRECT, "a redirect (%d) without Location".formatted(status), status, null);
        return request.url()
                .resolve(location)
                .<FetchOutcome>map(target -> new RedirectTo(status, target))
                .orElseGet(() -> new Failed(
                        FailureClass.REDIRECT,
                        "a redirect (%d) to what is no URL of http or https".formatted(status),
                        status,
                        null));
    }

    private Failed failed(FetchRequest request, Response response) {
        var status = response.code();
        var wait = RetryAfter.read(response.headers(), clock.instant());
        return new Failed(
                classOf(status, wait != null),
                "%s answered %d".formatted(request.url().authority(), status),
                status,
                wait);
    }

    private static FailureClass classOf(int status, boolean asksToWait) {
        if (status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && asksToWait)) return FailureClass.RATE_LIMITED;
        if (status >= 500) return FailureClass.HTTP_5XX;
        if (status >= 400) return FailureClass.HTTP_4XX;
        return status >= 300 ? FailureClass.REDIRECT : FailureClass.PROTOCOL;
    }

    private static FetchOutcome body(FetchRequest request, Response response) throws IOException {
        var limit = (int) request.limits().maxBodyBytes();
        var fails = request.limits().whenTooLarge() == WhenTooLarge.FAIL;
        var encoding = response.header("Content-Encoding", "");
        if (fails && encoding.isEmpty() && response.body().contentLength() > limit) return tooLarge(response, limit);
        byte[] bytes;
        try (var decoded = Decoding.decode(new Open(response.body().byteStream()), encoding)) {
            bytes = decoded.readNBytes(limit + 1);
        } catch (RuntimeException e) {
            // Decoders index arrays by what they read.
            throw new IOException("the body is no " + encoding + ": " + Failures.detail(e), e);
        }
        if (bytes.length > limit && fails) return tooLarge(response, limit);
        var cut = bytes.length > limit;
        return new Body(
                request.url(),
                response.code(),
                response.header("Content-Type", ""),
                response.header("Content-Language", ""),
                response.headers("X-Robots-Tag"),
                cut ? Arrays.copyOf(bytes, limit) : bytes,
                cut,
                Validators.of(response.headers()));
    }

    /** Stays open when a decoder is closed: closing reads on for a while to save the connection, which is for the fetcher to decide. */
    private static final class Open extends FilterInputStream {

        Open(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    private static Failed tooLarge(Response response, int limit) {
        return new Failed(
                FailureClass.TOO_LARGE,
                "the body is larger than the %d bytes of maxBodySize".formatted(limit),
                response.code(),
                null);
    }
}
