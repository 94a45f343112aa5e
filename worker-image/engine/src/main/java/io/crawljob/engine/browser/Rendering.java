package io.crawljob.engine.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.browser.DevTools.Event;
import io.crawljob.engine.fetch.FailureClass;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One page from an empty tab to its DOM. For one page, on one thread. */
final class Rendering implements AutoCloseable {

    /** A page is done when it has loaded and asked for nothing for so long. */
    private static final Duration QUIET = Duration.ofSeconds(1);
    /** Of the timeout, for reading a page that is never quiet. */
    private static final int PART_FOR_READING = 10;

    private static final Duration DISPOSAL = Duration.ofSeconds(5);
    private static final String DISPOSE = "Target.disposeBrowserContext";
    private static final String ANSWERED = "answered";
    /** In a world of its own, where no script of the page has replaced anything. */
    private static final String READ = """
            (most => {
              const root = document.documentElement;
              const html = (document.doctype ? '<!DOCTYPE html>' : '') + (root ? root.outerHTML : '');
              return html.length > most ? {} : {html, address: location.href};
            })""";

    private final DevTools tools;
    private final RenderRequest request;
    private final Network network;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long end;
    private final long readAt;
    private String context = "";
    private String session = "";
    private String frame = "";
    private boolean loaded;
    private long quietSince;

    Rendering(DevTools tools, RenderRequest request, Network network) {
        this.tools = tools;
        this.request = request;
        this.network = network;
        var now = System.nanoTime();
        this.end = now + request.timeout().toNanos();
        this.readAt = end - request.timeout().toNanos() / PART_FOR_READING;
        this.quietSince = now;
    }

    RenderOutcome run() throws BrowserException, InterruptedException {
        open();
        try (var answers =
                new PageRequests(tools, new PageRequests.Tab(session, frame), request, network, this::answered)) {
            tools.tell(
                    session,
                    "Page.navigate",
                    params().put("url", request.document().url().toString()));
            var elsewhere = settle(answers);
            return elsewhere == null ? read(answers) : elsewhere;
        }
    }

    private void answered() {
        events.add(new Event(ANSWERED, params()));
    }

    private void open() throws BrowserException, InterruptedException {
        context = text(ofBrowser("Target.createBrowserContext", params()), "browserContextId");
        ofBrowser("Browser.setDownloadBehavior", ofContext().put("behavior", "deny"));
        var target = text(ofBrowser("Target.createTarget", ofContext().put("url", "about:blank")), "targetId");
        var attach = params().put("targetId", target).put("flatten", true);
        session = text(ofBrowser("Target.attachToTarget", attach), "sessionId");
        tools.listen(session, events::add);
        // The browser answers in order: whoever has the last answer has them all.
        tools.tell(session, "Page.enable", params());
        tools.tell(session, "Inspector.enable", params());
        tools.tell(session, "Emulation.setUserAgentOverride", params().put("userAgent", request.userAgent()));
        var everything = params();
        everything.putArray("patterns").addObject().put("urlPattern", "*");
        tools.call(session, "Fetch.enable", everything, left());
        frame = tools.call(session, "Page.getFrameTree", params(), left())
                .path("frameTree")
                .path("frame")
                .path("id")
                .asText();
    }

    /** Null when the page is to be read: it is quiet, or its time is nearly over. */
    private @Nullable RenderOutcome settle(PageRequests answers) throws BrowserException, InterruptedException {
        while (true) {
            var now = System.nanoTime();
            var until = loaded && answers.open() == 0 ? Math.min(readAt, quietSince + QUIET.toNanos()) : readAt;
            if (now >= until) return null;
            var event = events.poll(until - now, TimeUnit.NANOSECONDS);
            var moved = event == null ? null : take(event, answers);
            if (moved != null) return new RenderOutcome.MovedTo(moved);
            if (answers.givenUp()) return new RenderOutcome.GivenUp();
        }
    }

    /** Where the page leads; null while it stays. */
    private @Nullable CanonicalUrl take(Event event, PageRequests answers) throws BrowserException {
        switch (event.method()) {
            case "Fetch.requestPaused" -> {
                quietSince = System.nanoTime();
                return answers.take(event.params());
            }
            case ANSWERED -> quietSince = System.nanoTime();
            case "Page.loadEventFired" -> {
                loaded |= answers.documentGiven();
                quietSince = System.nanoTime();
            }
            case "Page.javascriptDialogOpening" ->
                tools.tell(session, "Page.handleJavaScriptDialog", params().put("accept", false));
            case "Inspector.targetCrashed" ->
                throw BrowserException.refused("the page's process ended, most likely for want of memory");
            case "Inspector.detached" -> throw BrowserException.refused("the page was closed");
            case Event.CLOSED -> throw BrowserException.lost("it ended");
            default -> {
                // Of no interest here.
            }
        }
        return null;
    }

    private RenderOutcome read(PageRequests answers) throws BrowserException, InterruptedException {
        try {
            var world = tools.call(session, "Page.createIsolatedWorld", params().put("frameId", frame), left());
            var expression = params().put("expression", "%s(%d)".formatted(READ, request.maxBytes()))
                    .put("returnByValue", true)
                    .set("contextId", world.path("executionContextId"));
            var page = tools.call(session, "Runtime.evaluate", (ObjectNode) expression, left())
                    .path("result")
                    .path("value");
            return rendered(page, answers);
        } catch (BrowserException e) {
            if (System.nanoTime() < end) throw e;
            return RenderOutcome.Failed.of(
                    FailureClass.TIMEOUT,
                    "the page was not rendered in the %d ms of timeoutSeconds: a script does not end"
                            .formatted(request.timeout().toMillis()));
        }
    }

    private RenderOutcome rendered(JsonNode page, PageRequests answers) {
        var html = page.path("html").asText().getBytes(StandardCharsets.UTF_8);
        if (!page.has("html") || html.length > request.maxBytes()) {
            return RenderOutcome.Failed.of(
                    FailureClass.TOO_LARGE,
                    "the rendered page is larger than the %d bytes of maxBodySize".formatted(request.maxBytes()));
        }
        if (!loaded || answers.open() > 0) answers.warn("the page was read before it had loaded all");
        var document = request.document().url();
        var address = CanonicalUrl.parse(page.path("address").asText())
                .filter(url -> url.origin().equals(document.origin()))
                .orElse(document);
        return new RenderOutcome.Rendered(address, html, answers.warnings());
    }

    /** Closes the tab with all that belongs to it; false when the browser does not answer. */
    boolean dispose() throws InterruptedException {
        var mine = ofContext();
        context = "";
        try {
            tools.call(DevTools.BROWSER, DISPOSE, mine, DISPOSAL);
            return true;
        } catch (BrowserException e) {
            return !e.isLost();
        }
    }

    /** Closes the tab without waiting for it, if it is still there. */
    @Override
    public void close() {
        tools.forget(session);
        if (!context.isEmpty()) tools.tell(DevTools.BROWSER, DISPOSE, ofContext());
    }

    private JsonNode ofBrowser(String method, ObjectNode params) throws BrowserException, InterruptedException {
        return tools.call(DevTools.BROWSER, method, params, left());
    }

    private Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    private ObjectNode ofContext() {
        return params().put("browserContextId", context);
    }

    private static ObjectNode params() {
        return DevTools.JSON.createObjectNode();
    }

    private static String text(JsonNode answer, String field) {
        return answer.path(field).asText();
    }
}
