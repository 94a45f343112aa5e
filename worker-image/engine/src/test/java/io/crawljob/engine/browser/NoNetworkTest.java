package io.crawljob.engine.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crawljob.engine.address.AddressPolicy;
import io.crawljob.engine.fetch.FetchLimits;
import io.crawljob.engine.fetch.FetchLimits.WhenTooLarge;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchRequest;
import io.crawljob.engine.fetch.Fetcher;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A page that tries every way out that a browser has, to a listener on this machine that counts. */
class NoNetworkTest {

    private static final String HOSTILE = """
            <!DOCTYPE html><title>hostile</title>
            <link rel=dns-prefetch href=//localhost:PORT><link rel=preconnect href=http://127.0.0.1:PORT>
            <link rel=prefetch href=http://127.0.0.1:PORT/prefetch><link rel=modulepreload href=http://127.0.0.1:PORT/m.js>
            <link rel=stylesheet href=http://127.0.0.1:PORT/a.css><link rel=icon href=http://127.0.0.1:PORT/i.png>
            <link rel=preload as=font crossorigin href=http://127.0.0.1:PORT/f><link rel=manifest href=http://127.0.0.1:PORT/m>
            <script type=speculationrules>{"prerender": [{"urls": ["http://127.0.0.1:PORT/p"]}], "prefetch": [{"urls": ["http://127.0.0.1:PORT/q"]}]}</script>
            <img src=http://127.0.0.1:PORT/a.png><img src=http://localhost:PORT/a.png><img src=http://[::1]:PORT/a.png>
            <video src=http://127.0.0.1:PORT/v></video><iframe src=http://127.0.0.1:PORT/f></iframe><iframe src=http://localhost:PORT/f></iframe>
            <object data=http://127.0.0.1:PORT/o></object><embed src=http://127.0.0.1:PORT/e>
            <iframe srcdoc="<img src=http://127.0.0.1:PORT/s><script>fetch('http://127.0.0.1:PORT/s2')</script>"></iframe>
            <script src=http://127.0.0.1:PORT/a.js></script><script src=http://localhost:PORT/a.js></script><script src=/redirected.js></script>
            <form action=http://127.0.0.1:PORT/form method=post target=frame id=form></form><iframe name=frame></iframe>
            <script>
            const to = 'http://127.0.0.1:PORT/', tried = [];
            const attempt = (name, act) => { try { act(); tried.push(name) } catch (e) { tried.push(name + ' threw') } };
            attempt('fetch', () => { fetch(to); fetch(to, {mode: 'no-cors', method: 'POST', body: 'x', keepalive: true}); fetch('/redirected') });
            attempt('xhr', () => { const x = new XMLHttpRequest(); x.open('GET', to + 'x'); x.send() });
            attempt('socket', () => new WebSocket('ws://127.0.0.1:PORT/'));
            attempt('events', () => new EventSource(to + 'sse'));
            attempt('beacon', () => navigator.sendBeacon(to + 'beacon', 'x'));
            attempt('worker', () => new Worker(URL.createObjectURL(new Blob([`fetch('${to}w'); importScripts('${to}i'); new WebSocket('ws://127.0.0.1:PORT/w')`]))));
            attempt('workerFetch', () => new Worker(URL.createObjectURL(new Blob([`fetch('${to}w', {mode: 'no-cors'}); new WebSocket('ws://127.0.0.1:PORT/w')`]))));
            attempt('shared', () => new SharedWorker(URL.createObjectURL(new Blob([`fetch('${to}h', {mode: 'no-cors'})`]))));
            attempt('service', () => navigator.serviceWorker && navigator.serviceWorker.register('/sw.js').catch(() => 0));
            attempt('rtc', () => {
              const peer = new RTCPeerConnection({iceServers: [{urls: ['stun:127.0.0.1:DATAGRAMS', 'stun:localhost:DATAGRAMS']},
                {urls: ['turn:127.0.0.1:DATAGRAMS', 'turn:127.0.0.1:PORT?transport=tcp'], username: 'a', credential: 'b'}]});
              peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
              const remote = 'a=candidate:1 1 udp 2113937151 127.0.0.1 DATAGRAMS typ host';
              peer.addIceCandidate({candidate: remote, sdpMid: '0'}).catch(() => 0);
            });
            attempt('transport', () => new WebTransport('https://127.0.0.1:DATAGRAMS/'));
            attempt('form', () => form.submit());
            attempt('open', () => open(to + 'popup'));
            attempt('file', () => { fetch('file:///etc/passwd').catch(() => 0); document.body.append(Object.assign(document.createElement('iframe'), {src: 'file:///etc/passwd'})) });
            attempt('css', () => document.body.style.background = `url(${to}css)`);
            fetch('/late'); document.title = tried.join();
            </script>""";

    private static final String DOWNLOAD =
            "<a id=a href=http://127.0.0.1:PORT/d download=d>x</a><script>a.click()</script>";

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @Test
    void noWayOutOfTheBrowserReachesAForbiddenListener() throws Exception {
        try (var tcp = new Listener();
                var udp = new Datagrams();
                var fetcher = new Fetcher();
                var browser = new Browser(RealChromium.settings(), Clock.systemUTC())) {
            var asked = new AtomicInteger();
            var policy = new AddressPolicy(false, Set.of(tcp.port()));
            var limits = new FetchLimits(Duration.ofSeconds(5), 1 << 20, WhenTooLarge.FAIL);
            Network guarded = (url, _) -> {
                asked.incrementAndGet();
                // So the page lives for a while, and has time for what takes time.
                if (url.toString().endsWith("/late")) NEVER.await(3, TimeUnit.SECONDS);
                var back = "http://127.0.0.1:%d/redirected".formatted(tcp.port());
                return Optional.of(
                        url.host().equals("site.example")
                                ? new FetchOutcome.RedirectTo(302, Pages.url(back))
                                : fetcher.fetch(new FetchRequest(url, "TestBot/1.0", limits, policy)));
            };
            var html = HOSTILE.replace("PORT", "" + tcp.port()).replace("DATAGRAMS", "" + udp.port());

            // Of a secure origin, where all of a browser's interfaces are there.
            var page = new Body(
                    CanonicalUrl.parse("https://site.example/").orElseThrow(),
                    200,
                    "text/html",
                    "",
                    List.of(),
                    html.getBytes(StandardCharsets.UTF_8),
                    false,
                    Validators.NONE);
            var outcome =
                    browser.render(new RenderRequest(page, "TestBot/1.0", Duration.ofSeconds(20), 1 << 20), guarded);
            var plain = browser.render(Pages.page(html), guarded);

            assertThat(Pages.html(outcome)).contains("fetch,xhr", "rtc", "open");
            assertThat(Pages.html(plain)).contains("fetch,xhr", "rtc", "open");
            var download = browser.render(Pages.page(DOWNLOAD.replace("PORT", "" + tcp.port())), guarded);
            assertThat(download).isInstanceOf(RenderOutcome.MovedTo.class);
            assertThat(asked).hasPositiveValue();
            assertThat(tcp.connections).hasValue(0);
            assertThat(udp.packets).hasValue(0);
        }
    }

    @Test
    void theListenersCountWhatDoesReachThem() throws Exception {
        try (var tcp = new Listener();
                var udp = new Datagrams();
                var socket = new Socket(InetAddress.getLoopbackAddress(), tcp.port());
                var sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), udp.port()));

            await().until(() -> tcp.connections.get() == 1 && udp.packets.get() == 1);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static final class Listener implements AutoCloseable {
        final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket server = new ServerSocket(0);

        Listener() throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        server.accept().close();
                        connections.incrementAndGet();
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static final class Datagrams implements AutoCloseable {
        final AtomicInteger packets = new AtomicInteger();
        private final DatagramSocket socket = new DatagramSocket(0);

        Datagrams() throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        socket.receive(new DatagramPacket(new byte[2_000], 2_000));
                        packets.incrementAndGet();
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
