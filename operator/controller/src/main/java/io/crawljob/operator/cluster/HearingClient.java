package io.crawljob.operator.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another client, whose web sockets are listened to. Thread-safe as that is. */
final class HearingClient implements HttpClient {

    private final HttpClient client;
    private final Hearing hearing;

    HearingClient(HttpClient client, Hearing hearing) {
        this.client = client;
        this.hearing = hearing;
    }

    /** Which client it is. */
    String described() {
        return client.getClass().getSimpleName();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new HearingBuilder(client.newWebSocketBuilder(), hearing);
    }

    @Override
    public void close() {
        hearing.close();
        client.close();
    }

    @Override
    public DerivedClientBuilder newBuilder() {
        return client.newBuilder();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        return client.sendAsync(request, type);
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return client.consumeBytes(request, consumer);
    }

    @Override
    public HttpRequest.Builder newHttpRequestBuilder() {
        return client.newHttpRequestBuilder();
    }

    @Override
    public boolean isClosed() {
        return client.isClosed();
    }

    private record HearingBuilder(WebSocket.Builder builder, Hearing hearing) implements WebSocket.Builder {

        @Override
        public CompletableFuture<WebSocket> buildAsync(WebSocket.Listener listener) {
            return builder.buildAsync(hearing.hear(listener));
        }

        @Override
        public WebSocket.Builder subprotocol(String protocol) {
            builder.subprotocol(protocol);
            return this;
        }

        @Override
        public WebSocket.Builder header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        @Override
        public WebSocket.Builder setHeader(String name, String value) {
            builder.setHeader(name, value);
            return this;
        }

        @Override
        public WebSocket.Builder uri(URI uri) {
            builder.uri(uri);
            return this;
        }

        @Override
        public WebSocket.Builder connectTimeout(long timeout, TimeUnit unit) {
            builder.connectTimeout(timeout, unit);
            return this;
        }
    }
}
