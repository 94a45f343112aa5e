package io.crawljob.engine.fetch;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps OkHttp from asking again by itself, as it does after {@code 408} and after {@code 503} with {@code Retry-After: 0}: every request has to pass the
 * gate. It also keeps Retry-After from a parser that throws on large numbers.
 */
final class NoSecondRequest implements Interceptor {

    /** Where the server's Retry-After is found; a header of that name that the server itself sent is dropped. */
    static final String RETRY_AFTER = "CrawlJob-Retry-After";

    private static final int REQUEST_TIMEOUT = 408;

    @Override
    public Response intercept(Chain chain) throws IOException {
        var response = chain.proceed(chain.request());
        if (response.code() == REQUEST_TIMEOUT) throw new RequestTimeoutException();
        var retryAfter = response.header("Retry-After");
        var held = response.newBuilder().removeHeader("Retry-After").removeHeader(RETRY_AFTER);
        if (retryAfter != null) held.header(RETRY_AFTER, retryAfter);
        return held.build();
    }

    /** The server answered 408. Of a kind that OkHttp takes for final. */
    static final class RequestTimeoutException extends ProtocolException {

        private static final long serialVersionUID = 1;

        static final int STATUS = REQUEST_TIMEOUT;
    }
}
