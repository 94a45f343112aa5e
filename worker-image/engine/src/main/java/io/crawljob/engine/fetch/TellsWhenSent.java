package io.crawljob.engine.fetch;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Tells a request's maker when it goes onto a connection that is there: what a host sees of a pace begins then, not when its name was looked up. */
final class TellsWhenSent implements Interceptor {

    /** What a request's tag is asked to run. */
    interface Sent {
        void run();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var sent = chain.request().tag(Sent.class);
        if (sent != null) sent.run();
        return chain.proceed(chain.request());
    }
}
