package io.crawljob.engine.fetch;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Asks a request's maker once more when its connection is there: what a host sees of a pace begins then, not when its name was looked up. */
final class BeforeSending implements Interceptor {

    /** A request's tag. */
    record MayGo(BooleanSupplier answer) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        var mayGo = chain.request().tag(MayGo.class);
        if (mayGo != null && !mayGo.answer().getAsBoolean()) throw new NotSentException();
        return chain.proceed(chain.request());
    }

    /** Its maker held it back. Of a kind that OkHttp takes for final. */
    static final class NotSentException extends ProtocolException {

        private static final long serialVersionUID = 1;
    }
}
