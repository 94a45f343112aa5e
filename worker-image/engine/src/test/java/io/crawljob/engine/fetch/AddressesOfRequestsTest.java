package io.crawljob.engine.fetch;

import static io.crawljob.engine.fetch.FetcherTest.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.RedirectTo;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guard holds where it counts: no connection is made. */
class AddressesOfRequestsTest {

    /** Fake names; the addresses are real ones. */
    private final Map<String, List<String>> names = Map.of(
            "inside.example", List.of("127.0.0.1"),
            "both.example", List.of("198.51.99.1", "127.0.0.1"),
            "mapped.example", List.of("::ffff:127.0.0.1"),
            "metadata.example", List.of("169.254.169.254"));

    private final List<String> lookups = new ArrayList<>();
    private final Fetcher fetcher = new Fetcher(FetcherSettings.USUAL, new NamedAddresses(), Clock.systemUTC());

    /** A class, so that OkHttp sees one resolver. */
    private final class NamedAddresses implements Dns {
        @Override
        public List<InetAddress> lookup(String hostname) throws UnknownHostException {
            lookups.add(hostname);
            if (!names.containsKey(hostname)) throw new UnknownHostException(hostname);
            var addresses = new ArrayList<InetAddress>();
            for (var text : names.getOrDefault(hostname, List.of())) addresses.add(InetAddress.getByName(text));
            return addresses;
        }
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void aPublicNameForAPrivateAddressIsRefusedWithoutAConnection() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n")) {
            for (var name : List.of("inside.example", "both.example", "mapped.example")) {

                var failed = assertFailed(
                        fetcher.fetch(onServersPort(name, server, false)), FailureClass.ADDRESS_REFUSED, 0);

                assertThat(failed.message()).contains(name, "HostPolicy").doesNotContain("127.0.0.1");
            }
            assertThat(lookups).containsExactly("inside.example", "both.example", "mapped.example");
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void anAddressWrittenOutIsRefusedWithoutAConnection() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n")) {
            for (var host : List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "localhost")) {
                assertFailed(fetcher.fetch(onServersPort(host, server, false)), FailureClass.ADDRESS_REFUSED, 0);
            }
            assertThat(lookups).isEmpty();
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void aRedirectToAPrivateAddressIsOneMoreRequestThatIsRefused() throws IOException {
        try (var inside = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                var outside = RawServer.saying(
                        "HTTP/1.1 302 Found\nLocation: %s\nContent-Length: 0\n\n".formatted(inside.url("/secret")))) {
            var redirect = fetcher.fetch(Requests.of(outside.url("/")));

            assertThat(redirect).isInstanceOf(RedirectTo.class);
            var target = ((RedirectTo) redirect).target();
            assertFailed(fetcher.fetch(Requests.publicOnly(target)), FailureClass.ADDRESS_REFUSED, 0);
            assertThat(inside.connections).hasValue(0);
        }
    }

    @Test
    void anOpenConnectionOfWhoMayIsNoWayInForWhoMayNot() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 2\nConnection: keep-alive\n\nok")) {
            assertThat(fetcher.fetch(onServersPort("inside.example", server, true)))
                    .isInstanceOf(Body.class);

            assertFailed(
                    fetcher.fetch(onServersPort("inside.example", server, false)), FailureClass.ADDRESS_REFUSED, 0);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void metadataStaysForbiddenToWhoMayReachPrivateAddresses() {
        var url = CanonicalUrl.parse("http://metadata.example/latest/").orElseThrow();

        var failed = assertFailed(fetcher.fetch(Requests.of(url)), FailureClass.ADDRESS_REFUSED, 0);

        assertThat(failed.message()).doesNotContain("169.254");
    }

    @Test
    void aPortThatNoPolicyOpensIsRefusedBeforeTheNameIsAsked() {
        var url = CanonicalUrl.parse("http://inside.example:6379/").orElseThrow();

        var failed = assertFailed(fetcher.fetch(Requests.publicOnly(url)), FailureClass.ADDRESS_REFUSED, 0);

        assertThat(failed.message()).contains("port");
        assertThat(lookups).isEmpty();
    }

    @Test
    void aNameWithoutAddressesIsADnsFailure() {
        var url = CanonicalUrl.parse("http://nowhere.example/").orElseThrow();

        var failed = assertFailed(fetcher.fetch(Requests.publicOnly(url)), FailureClass.DNS, 0);

        assertThat(failed.message()).contains("nowhere.example");
    }

    private static FetchRequest onServersPort(String host, RawServer server, boolean allowPrivate) {
        var port = server.url("/").port();
        var url = CanonicalUrl.parse("http://" + host + ":" + port + "/").orElseThrow();
        return new FetchRequest(url, "CrawlJob/1", Requests.LIMITS, new AddressPolicy(allowPrivate, Set.of(port)));
    }
}
