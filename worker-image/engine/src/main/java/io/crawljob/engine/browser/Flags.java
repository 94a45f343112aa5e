package io.crawljob.engine.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a browser that has no network of its own, and does nothing of its own accord. */
final class Flags {

    /**
     * Every connection would have to go through a proxy whose name cannot be resolved, those to this machine as well; no name can; and what does not use
     * proxies (QUIC, WebRTC's datagrams) is off.
     */
    private static final List<String> NO_NETWORK = List.of(
            "--proxy-server=http://no-network.invalid:1",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--dns-prefetch-disable",
            "--disable-quic",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp");

    private static final List<String> NOTHING_BY_ITSELF = List.of(
            "--disable-background-networking",
            "--disable-breakpad",
            "--disable-client-side-phishing-detection",
            "--disable-component-update",
            "--disable-crash-reporter",
            "--disable-default-apps",
            "--disable-domain-reliability",
            "--disable-extensions",
            "--disable-features=AsyncDns,DialMediaRouteProvider,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,Translate",
            "--disable-notifications",
            "--disable-sync",
            "--no-default-browser-check",
            "--no-first-run",
            "--no-pings",
            "--password-store=basic");

    private static final List<String> SMALL = List.of(
            "--headless",
            "--remote-debugging-pipe",
            "--disable-3d-apis",
            "--disable-gpu",
            "--disable-software-rasterizer",
            // In a container it is too small; files under the folder for temporary ones serve as well.
            "--disable-dev-shm-usage",
            "--block-new-web-contents",
            "--hide-scrollbars",
            "--mute-audio",
            "--js-flags=--max-old-space-size=256");

    private Flags() {}

    static List<String> of(BrowserSettings settings, Path folder) {
        var flags = new ArrayList<>(SMALL);
        flags.addAll(NO_NETWORK);
        flags.addAll(NOTHING_BY_ITSELF);
        flags.add("--user-data-dir=" + folder);
        if (!settings.sandbox()) flags.add("--no-sandbox");
        return List.copyOf(flags);
    }
}
