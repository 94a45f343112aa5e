package io.crawljob.engine.fetch;

import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressRefusedException;
import io.crawljob.engine.address.AddressVerdict.Refused;
import io.crawljob.engine.address.GuardedDns;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import okhttp3.Dns;

/**
 * What is different with a proxy. The site's name is resolved and judged here all the same, since the proxy may stand where the cluster can be reached; the proxy
 * resolves it once more, so a name that changes its answer in between is the proxy's to refuse. The proxy itself is a host like others: its address and port are
 * judged by the policy of its own.
 */
final class ByProxy implements Way {

    private static final int WANTS_PASSWORD = 407;

    private final ForwardProxy proxy;
    private final Dns resolver;

    ByProxy(ForwardProxy proxy, Dns resolver) {
        this.proxy = proxy;
        this.resolver = resolver;
    }

    @Override
    public Optional<Failed> refuses(FetchRequest request, String host) {
        if (new AddressGuard(request.proxyAddresses()).judge(proxy.url()) instanceof Refused refused) {
            return Optional.of(proxyRefused(refused.reason().message()));
        }
        try {
            new GuardedDns(new AddressGuard(request.addresses()), resolver).lookup(host);
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(Failures.classify(e, request));
        }
    }

    @Override
    public AddressPolicy connectsTo(FetchRequest request) {
        return request.proxyAddresses();
    }

    @Override
    public Failed classify(IOException failure, FetchRequest request) {
        if (Thread.currentThread().isInterrupted()) return Failures.classify(failure, request);
        var host = request.url().authority();
        return switch (failure) {
            case AddressRefusedException refused -> proxyRefused(Failures.detail(refused));
            case UnknownHostException _, ConnectException _, NoRouteToHostException _ ->
                Failed.of(
                        FailureClass.CONNECT,
                        "no connection to %s by the proxy %s: %s".formatted(host, proxy, Failures.rootDetail(failure)));
            default ->
                isAboutTunnel(failure)
                        ? Failed.of(
                                FailureClass.CONNECT,
                                "the proxy %s opens no tunnel to %s: %s"
                                        .formatted(proxy, host, Failures.detail(failure)))
                        : Failures.classify(failure, request);
        };
    }

    @Override
    public Optional<Failed> refuses(int status) {
        if (status != WANTS_PASSWORD) return Optional.empty();
        return Optional.of(Failed.of(
                FailureClass.CONNECT,
                "the proxy %s wants a password (407), which a queue cannot give it: let the proxy know workers by their address"
                        .formatted(proxy)));
    }

    /** OkHttp says it by a text alone. */
    private static boolean isAboutTunnel(IOException failure) {
        var message = String.valueOf(failure.getMessage());
        return message.contains("for CONNECT") || message.contains("authenticate with proxy");
    }

    private Failed proxyRefused(String rule) {
        return Failed.of(
                FailureClass.ADDRESS_REFUSED,
                "the proxy %s is refused: %s; a HostPolicy for its host can allow ports and private addresses, --allow-private does for a local run"
                        .formatted(proxy, rule));
    }
}
