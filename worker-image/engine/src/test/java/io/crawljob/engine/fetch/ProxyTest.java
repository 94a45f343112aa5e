package io.crawljob.engine.fetch;

import static io.crawljob.engine.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by a proxy: what it is asked, and what it is never asked. */
class ProxyTest {

    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok";

    private final TestProxy proxy = new TestProxy();

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void aPageIsAskedOfTheProxyByItsWholeUrl() throws IOException {
        try (var site = RawServer.saying(OK);
                var fetcher = new Fetcher(proxy.access())) {
            var body = fetcher.fetch(byProxy(site.url("/a?b=c")));

            assertThat(text(body)).isEqualTo("ok");
            assertThat(proxy.asked).containsExactly("GET " + site.url("/a?b=c") + " HTTP/1.1");
            assertThat(site.requests).hasSize(1);
        }
    }

    @Test
    void aSecurePageGoesThroughATunnelToACertificateThatIsCheckedByUs() throws IOException {
        var certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        try (var site = new MockWebServer()) {
            site.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build()
                    .sslSocketFactory());
            site.start();
            site.enqueue(new MockResponse.Builder().body("ok").build());
            var url = CanonicalUrl.parse("https://127.0.0.1:%d/".formatted(site.getPort()))
                    .orElseThrow();

            try (var stranger = new Fetcher(proxy.access())) {
                assertThat(((Failed) stranger.fetch(byProxy(url))).failure()).isEqualTo(FailureClass.TLS);
            }
            var known = List.of(certificate.certificate());
            try (var fetcher = new Fetcher(new SiteAccess(proxy.access().proxy(), known))) {
                assertThat(text(fetcher.fetch(byProxy(url)))).isEqualTo("ok");
            }
            var connect = "CONNECT 127.0.0.1:%d HTTP/1.1".formatted(site.getPort());
            assertThat(proxy.asked).containsExactly(connect, connect);
            assertThat(site.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void whatMayNotBeReachedIsNotAskedOfTheProxyEither() throws IOException {
        try (var inside = RawServer.saying(OK);
                var fetcher = resolving("127.0.0.1")) {
            var port = inside.url("/").port();
            for (var host : List.of("127.0.0.1", "[::ffff:127.0.0.1]", "localhost", "public.example")) {
                for (var scheme : List.of("http", "https")) {
                    var url = CanonicalUrl.parse("%s://%s:%d/".formatted(scheme, host, port))
                            .orElseThrow();
                    var request = new FetchRequest(
                            url, "CrawlJob/1", Requests.LIMITS, new AddressPolicy(false, Set.of(port)));

                    var failed = assertFailed(
                            fetcher.fetch(request.withProxyAddresses(AddressPolicy.LOCAL)),
                            FailureClass.ADDRESS_REFUSED,
                            0);

                    assertThat(failed.message()).contains(url.authority()).doesNotContain("proxy");
                }
            }
            assertThat(proxy.connections).hasValue(0);
            assertThat(inside.connections).hasValue(0);
        }
    }

    /** Pages of a public site, by a proxy that a tenant has named: its address is one that nobody has opened for that tenant. */
    @Test
    void aProxyInsideIsNotConnectedToUnlessAPolicyOpensItsOwnHost() {
        try (var fetcher = resolving("198.51.99.1")) {
            var url = CanonicalUrl.parse("http://public.example/").orElseThrow();
            var port = ForwardProxy.parse(proxy.url()).orElseThrow().port();
            for (var closed : List.of(AddressPolicy.PUBLIC, new AddressPolicy(false, Set.of(port)))) {
                var failed = assertFailed(
                        fetcher.fetch(Requests.of(url).withProxyAddresses(closed)), FailureClass.ADDRESS_REFUSED, 0);

                assertThat(failed.message()).contains("the proxy 127.0.0.1:" + port, "HostPolicy");
            }
            assertThat(proxy.connections).hasValue(0);
        }
    }

    @Test
    void aProxyThatResolvesToACloudsMetadataIsRefusedToEverybody() {
        var metadata =
                new SiteAccess(ForwardProxy.parse("http://proxy.example:80").orElseThrow(), List.of());
        try (var fetcher = new Fetcher(
                FetcherSettings.USUAL, metadata, host -> List.of(address("169.254.169.254")), Clock.systemUTC())) {
            var url = CanonicalUrl.parse("http://127.0.0.1/").orElseThrow();

            var failed = assertFailed(fetcher.fetch(byProxy(url)), FailureClass.ADDRESS_REFUSED, 0);

            assertThat(failed.message()).doesNotContain("169.254");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws IOException {
        try (var site = RawServer.saying(OK);
                var fetcher = new Fetcher(proxy.access())) {
            proxy.close();

            var failed = assertFailed(fetcher.fetch(byProxy(site.url("/"))), FailureClass.CONNECT, 0);

            assertThat(failed.message())
                    .isEqualTo(
                            "no connection to %s by the proxy %s: Connection refused",
                            site.url("/").authority(), proxy.access().proxy());
            assertThat(site.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 403 Forbidden",
                "HTTP/1.1 407 Proxy Authentication Required",
                "HTTP/1.1 502 Bad Gateway"
            })
    void aProxyThatOpensNoTunnelIsNamedAsTheReason(String says) throws IOException {
        proxy.refuse(says);
        try (var fetcher = new Fetcher(proxy.access())) {
            var url = CanonicalUrl.parse("https://127.0.0.1:9/").orElseThrow();

            var failed = assertFailed(fetcher.fetch(byProxy(url)), FailureClass.CONNECT, 0);

            assertThat(failed.message()).contains("the proxy " + proxy.access().proxy());
            assertThat(proxy.asked).hasSize(1);
        }
    }

    @Test
    void aProxyThatWantsAPasswordForAPageIsNotTakenForTheSite() throws IOException {
        proxy.refuse("HTTP/1.1 407 Proxy Authentication Required");
        try (var site = RawServer.saying(OK);
                var fetcher = new Fetcher(proxy.access())) {
            var failed = assertFailed(fetcher.fetch(byProxy(site.url("/"))), FailureClass.CONNECT, 0);

            assertThat(failed.message()).contains("407", "password");
        }
    }

    @Test
    void onlyPlainAddressesOfProxiesAreTaken() {
        assertThat(ForwardProxy.parse("http://proxy.example:3128")).isPresent();
        assertThat(ForwardProxy.parse("http://proxy.example/")).isPresent();
        for (var other : List.of(
                "https://p.example", "http://u:p@p.example", "http://p.example/x", "p.example:3128", "http://")) {
            assertThat(ForwardProxy.parse(other)).as(other).isEmpty();
        }
    }

    /** Every name has this address. */
    private Fetcher resolving(String address) {
        return new Fetcher(FetcherSettings.USUAL, proxy.access(), host -> List.of(address(address)), Clock.systemUTC());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static FetchRequest byProxy(CanonicalUrl url) {
        return Requests.of(url).withProxyAddresses(AddressPolicy.LOCAL);
    }

    private static String text(FetchOutcome outcome) {
        return new String(((Body) outcome).bytes(), StandardCharsets.UTF_8);
    }
}
