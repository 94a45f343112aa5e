package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressRefusedException;
import io.crawljob.engine.address.GuardedDns;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * As {@link RebindingTest}, all the way: a real name server that changes its answer from question to question, the JDK's resolver and its cache, and the fetcher
 * as the worker makes it. Each try has a name of its own, because the JDK keeps an answer for half a minute.
 */
@Timeout(120)
class TurncoatTest {

    private static final int TRIES = 10_000;
    private static final String PUBLIC = "198.51.99.1";
    private static final String METADATA = "169.254.169.254";
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok";

    /** One after the other. None is only public, since nothing of a test leaves the machine. */
    private static final List<List<String>> ANSWERS = List.of(
            List.of("127.0.0.1"),
            List.of(PUBLIC, "127.0.0.1"),
            List.of("127.0.0.1", PUBLIC),
            List.of("::1", PUBLIC),
            List.of("64:ff9b::7f00:1", PUBLIC),
            List.of("::ffff:127.0.0.1"),
            List.of(METADATA, PUBLIC),
            List.of("fd00:ec2::254"));

    @Test
    void noneOfTenThousandTriesConnectsInside() throws IOException {
        try (var names = serve((name, time) -> ANSWERS.get((number(name) + time) % ANSWERS.size()));
                var inside = RawServer.saying(OK);
                var fetcher = new Fetcher()) {
            var port = inside.url("/").port();

            for (var i = 0; i < TRIES; i++) {
                var outcome = fetcher.fetch(request("a" + i, port, false));
                assertThat(((Failed) outcome).failure()).isEqualTo(FailureClass.ADDRESS_REFUSED);
            }

            assertThat(inside.connections).hasValue(0);
            assertThat(names.asked()).hasSize(TRIES);
            assertThat(new HashSet<>(names.asked().values()))
                    .as("each try asks once, so nothing can change in between")
                    .containsExactly(1);
        }
    }

    /** Who may reach private addresses is still kept from a cloud's metadata. */
    @Test
    void whatIsConnectedToIsWhatWasLookedAt() throws IOException {
        try (var names = serve((name, time) -> List.of((number(name) + time) % 2 == 0 ? METADATA : "127.0.0.1"));
                var allowed = RawServer.saying(OK);
                var fetcher = new Fetcher()) {
            var port = allowed.url("/").port();
            var tries = TRIES / 10;

            for (var i = 0; i < tries; i++) {
                var outcome = fetcher.fetch(request("b" + i, port, true));
                if (i % 2 == 0) assertThat(outcome).isInstanceOf(Body.class);
                else assertThat(((Failed) outcome).failure()).isEqualTo(FailureClass.ADDRESS_REFUSED);
            }

            assertThat(allowed.connections).hasValue(tries / 2);
            assertThat(names.asked()).hasSize(tries);
        }
    }

    @Test
    void aNameThatIsPublicAtFirstIsLookedAtEachTime() throws IOException {
        var guarded = new AddressGuard(AddressPolicy.PUBLIC);
        try (var _ = serve((name, time) -> List.of((number(name) + time) % 2 == 0 ? "127.0.0.1" : PUBLIC));
                var machine = new SystemDns(Duration.ofSeconds(10))) {
            var dns = new GuardedDns(guarded, machine);
            var refused = 0;
            for (var i = 0; i < TRIES; i++) {
                try {
                    assertThat(dns.lookup("c" + i + NamesOfTests.DOMAIN))
                            .containsExactly(InetAddress.getByName(PUBLIC));
                } catch (UnknownHostException e) {
                    assertThat(e).isInstanceOf(AddressRefusedException.class);
                    refused++;
                }
            }

            assertThat(refused).isEqualTo(TRIES / 2);
        }
    }

    private static NameServer serve(NameServer.Zone zone) throws IOException {
        var server = new NameServer(zone);
        NamesOfTests.PORT.set(server.port());
        return server;
    }

    private static FetchRequest request(String name, int port, boolean allowPrivate) {
        var url = CanonicalUrl.parse("http://%s:%d/".formatted(name + NamesOfTests.DOMAIN, port))
                .orElseThrow();
        return new FetchRequest(url, "CrawlJob/1", Requests.LIMITS, new AddressPolicy(allowPrivate, Set.of(port)));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf('.')));
    }
}
