package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressVerdict.Refused;
import io.crawljob.engine.address.GuardedDns;
import io.crawljob.engine.address.GuardedSockets;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests: one hop each, HTTP/2 where the server offers it, without a cache, with the cookies that a request brings along, directly or by one proxy. Thread-safe; blocks its caller, so it wants virtual
 * threads. An interrupted caller gets {@link FailureClass#CANCELLED} and stays interrupted.
 *
 * <p>Whatever a server does ends in an outcome, within the request's timeout and with no more memory than its body limit and 256 KiB of headers.
 */
public final class Fetcher implements AutoCloseable {

    private static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    /** Policies come from HostPolicies, so there are few; this bounds what a mistake could cost. */
    private static final int MOST_CLIENTS = 64;

    private final OkHttpClient base;
    private final Dns resolver;
    private final @Nullable ForwardProxy proxy;
    private final Way way;
    private final Answers answers;
    private final Map<AddressPolicy, OkHttpClient> clients = new ConcurrentHashMap<>();

    /** With the usual settings, the machine's resolver and clock. */
    public Fetcher() {
        this(SiteAccess.DIRECT);
    }

    /** With the usual settings, the machine's resolver and clock. */
    public Fetcher(SiteAccess access) {
        this(FetcherSettings.USUAL, access, new SystemDns(FetcherSettings.USUAL.resolve()), Clock.systemUTC());
    }

    /** @param resolver what names resolve to, before the guard looks at it */
    public Fetcher(FetcherSettings settings, Dns resolver, Clock clock) {
        this(settings, SiteAccess.DIRECT, resolver, clock);
    }

    /** @param resolver what names resolve to, before the guard looks at it */
    public Fetcher(FetcherSettings settings, SiteAccess access, Dns resolver, Clock clock) {
        this.resolver = resolver;
        this.proxy = access.proxy();
        this.way = proxy == null ? new Way.Direct() : new ByProxy(proxy, resolver);
        this.answers = new Answers(clock);
        this.base = trusting(access.authorities(), usual(settings, proxy)).build();
    }

    /** What all requests go by; empty when they go directly. */
    public Optional<ForwardProxy> proxy() {
        return Optional.ofNullable(proxy);
    }

    private static OkHttpClient.Builder usual(FetcherSettings settings, @Nullable ForwardProxy proxy) {
        return new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(settings.idleConnections(), 1, TimeUnit.MINUTES))
                .connectionSpecs(
                        List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.COMPATIBLE_TLS, ConnectionSpec.CLEARTEXT))
                .connectTimeout(settings.connect())
                .readTimeout(settings.silence())
                .writeTimeout(settings.silence())
                .followRedirects(false)
                .followSslRedirects(false)
                .fastFallback(false)
                .proxy(proxy == null ? Proxy.NO_PROXY : toOkHttp(proxy))
                .addNetworkInterceptor(new NoSecondRequest())
                .addNetworkInterceptor(new BeforeSending());
    }

    /** Unresolved, so that it is looked up, and judged, for each connection. */
    private static Proxy toOkHttp(ForwardProxy proxy) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
    }

    private static OkHttpClient.Builder trusting(List<X509Certificate> authorities, OkHttpClient.Builder builder) {
        if (authorities.isEmpty()) return builder;
        var trust = Authorities.trust(authorities);
        return builder.sslSocketFactory(Authorities.sockets(trust), trust);
    }

    /** One hop: a redirect is an answer. Never throws for what a server does. */
    public FetchOutcome fetch(FetchRequest request) {
        return fetch(request, () -> true);
    }

    /**
     * @param mayGo asked when the connection is there and the request is about to be written, if it comes to that, on the caller's thread; it may wait. If it says
     *     no, nothing is sent, and the outcome is {@link FailureClass#CANCELLED}
     */
    public FetchOutcome fetch(FetchRequest request, BooleanSupplier mayGo) {
        var url = request.url();
        if (new AddressGuard(request.addresses()).judge(url) instanceof Refused refused) {
            return Failures.refused(url, refused.reason().message());
        }
        var target = HttpUrl.Companion.parse(url.toString());
        if (target == null || !target.host().equals(bare(url.host()))) {
            return Failed.of(FailureClass.DNS, "the name " + url.host() + " cannot be asked for");
        }
        var refused = way.refuses(request, target.host());
        if (refused.isPresent()) return refused.get();
        var call = client(way.connectsTo(request)).newCall(toHttp(request, target, mayGo));
        call.timeout().timeout(request.limits().timeout().toNanos(), TimeUnit.NANOSECONDS);
        try (var response = call.execute()) {
            var said = way.refuses(response.code());
            if (said.isPresent()) return said.get();
            if (request.cookies() != null) request.cookies().heard(target, response.headers());
            var outcome = answers.read(request, response);
            // Else closing would read on for a while, to save the connection.
            if (answers.isUnfinished(outcome)) call.cancel();
            return outcome;
        } catch (IOException e) {
            call.cancel();
            return way.classify(e, request);
        } catch (RuntimeException e) {
            // What OkHttp did not foresee of a server.
            call.cancel();
            return Failures.unforeseen(e, request);
        }
    }

    private static Request toHttp(FetchRequest request, HttpUrl target, BooleanSupplier mayGo) {
        var http = new Request.Builder()
                .url(target)
                .tag(BeforeSending.MayGo.class, new BeforeSending.MayGo(mayGo))
                .header("User-Agent", request.userAgent())
                .header("Accept", ACCEPT)
                .header("Accept-Encoding", Decoding.ACCEPTED);
        var known = request.known();
        if (known != null) {
            var validators = known.validators();
            if (validators.etag() != null) http.header("If-None-Match", validators.etag());
            if (validators.lastModified() != null) http.header("If-Modified-Since", validators.lastModified());
        }
        var cookies = request.cookies() == null ? "" : request.cookies().to(target);
        if (!cookies.isEmpty()) http.header("Cookie", cookies);
        request.headers().forEach(header -> http.header(header.name(), header.value()));
        return http.build();
    }

    /** All share one pool; connections are kept apart by OkHttp, because resolver and sockets differ. */
    private OkHttpClient client(AddressPolicy policy) {
        var known = clients.get(policy);
        if (known != null) return known;
        if (clients.size() >= MOST_CLIENTS) clients.clear();
        var guard = new AddressGuard(policy);
        var client = base.newBuilder()
                .dns(new GuardedDns(guard, resolver))
                .socketFactory(new GuardedSockets(guard))
                .build();
        clients.put(policy, client);
        return client;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void close() {
        base.connectionPool().evictAll();
        base.dispatcher().executorService().shutdown();
        if (resolver instanceof SystemDns own) own.close();
    }
}
