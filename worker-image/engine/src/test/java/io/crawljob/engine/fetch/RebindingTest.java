package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressGuard;
import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.address.AddressRefusedException;
import io.crawljob.engine.address.GuardedDns;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name server that changes its answer between the look and the connection, or mixes its answers. */
@Timeout(120)
class RebindingTest {

    private static final int TRIES = 10_000;
    private static final String NAME = "turncoat.example";
    private static final String PUBLIC = "198.51.99.1";

    /** What the name server says, one after the other; nothing means that there is no such name. */
    private static final List<List<String>> ANSWERS = List.of(
            List.of("127.0.0.1"),
            List.of(),
            List.of(PUBLIC, "127.0.0.1"),
            List.of("127.0.0.1", PUBLIC),
            List.of("::1", "169.254.169.254"),
            List.of("::ffff:127.0.0.1"),
            List.of("64:ff9b::7f00:1", PUBLIC));

    /** A class, so that OkHttp sees one resolver. */
    private static final class Turncoat implements Dns {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public List<InetAddress> lookup(String hostname) throws UnknownHostException {
            var answer = ANSWERS.get(asked.getAndIncrement() % ANSWERS.size());
            if (answer.isEmpty()) throw new UnknownHostException(hostname);
            return addresses(answer);
        }
    }

    private static List<InetAddress> addresses(List<String> texts) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var text : texts) addresses.add(InetAddress.getByName(text));
        return addresses;
    }

    @Test
    void noneOfTenThousandTriesConnectsInside() throws IOException {
        var names = new Turncoat();
        try (var inside = RawServer.saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                var fetcher = new Fetcher(FetcherSettings.USUAL, names, Clock.systemUTC())) {
            var port = inside.url("/").port();
            var url = CanonicalUrl.parse("http://%s:%d/".formatted(NAME, port)).orElseThrow();
            var request = new FetchRequest(url, "CrawlJob/1", Requests.LIMITS, new AddressPolicy(false, Set.of(port)));
            for (var i = 0; i < TRIES; i++) {
                var outcome = (FetchOutcome.Failed) fetcher.fetch(request);

                var expected =
                        ANSWERS.get(i % ANSWERS.size()).isEmpty() ? FailureClass.DNS : FailureClass.ADDRESS_REFUSED;
                assertThat(outcome.failure()).isEqualTo(expected);
            }

            assertThat(inside.connections).hasValue(0);
        }
        assertThat(names.asked)
                .as("each try asks once, so nothing can change in between")
                .hasValue(TRIES);
    }

    @Test
    void whatIsConnectedToIsWhatWasLookedAt() throws IOException {
        var flips = new AtomicInteger();
        var guarded = new GuardedDns(
                new AddressGuard(new AddressPolicy(false, Set.of())),
                _ -> addresses(List.of(flips.getAndIncrement() % 2 == 0 ? PUBLIC : "127.0.0.1")));
        var allowed = 0;
        for (var i = 0; i < TRIES; i++) {
            try {
                assertThat(guarded.lookup(NAME)).containsExactly(InetAddress.getByName(PUBLIC));
                allowed++;
            } catch (UnknownHostException refused) {
                assertThat(refused).isInstanceOf(AddressRefusedException.class);
            }
        }

        assertThat(allowed).isEqualTo(TRIES / 2);
    }
}
