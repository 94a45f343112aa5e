package io.crawljob.engine.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crawljob.engine.fetch.FetchOutcome;
import io.crawljob.engine.url.CanonicalUrl;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers what one page asks for: its document from what was fetched, its scripts and their data by the network, all else with nothing. On the page's thread. */
final class PageRequests implements AutoCloseable {

    private static final int MOST_REQUESTS = 100;
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_WARNINGS = 10;
    private static final Duration END = Duration.ofSeconds(5);

    private final DevTools tools;
    private final Tab tab;
    private final RenderRequest request;
    private final Network network;
    private final Runnable answered;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean givenUp;
    private volatile @Nullable RuntimeException failure;
    private int made;
    private boolean documentGiven;

    /** Where the page is shown. */
    record Tab(String session, String frame) {}

    /** @param answered told, on any thread, after a request of the network was */
    PageRequests(DevTools tools, Tab tab, RenderRequest request, Network network, Runnable answered) {
        this.tools = tools;
        this.tab = tab;
        this.request = request;
        this.network = network;
        this.answered = answered;
    }

    boolean documentGiven() {
        return documentGiven;
    }

    /** Requests that wait for the network. */
    int open() {
        return open.get();
    }

    List<String> warnings() {
        synchronized (warnings) {
            return List.copyOf(warnings);
        }
    }

    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) warnings.add(warning);
    }

    /** Where the page leads; null while it stays. */
    @Nullable
    CanonicalUrl take(JsonNode paused) {
        var id = paused.path("requestId").asText();
        var wanted = paused.path("request");
        var url = wanted.path("url").asText();
        if (!url.startsWith("http:") && !url.startsWith("https:")) {
            // What is in the page itself. Nothing else has a way out, wherever it leads.
            var within = url.startsWith("data:") || url.startsWith("blob:");
            reply(within ? Reply.CONTINUE : Reply.FAIL, within ? Reply.to(id) : Reply.refusal(id));
            return null;
        }
        // Asked for in advance, for a page that nobody may ever want.
        if (wanted.path("headers").has("Sec-Purpose")) return refuse(id);
        var method = wanted.path("method").asText();
        return switch (paused.path("resourceType").asText()) {
            case "Document" -> document(id, url, method, paused.path("frameId").asText());
            case "Script" -> ask(id, url, method, Network.Use.SCRIPT);
            case "XHR", "Fetch" -> ask(id, url, method, Network.Use.DATA);
            case "Preflight" -> reply(Reply.FULFIL, Reply.preflight(id, origin()));
            case "Stylesheet" -> reply(Reply.FULFIL, Reply.noStyle(id));
            case "Image" -> reply(Reply.FULFIL, Reply.noImage(id));
            default -> refuse(id);
        };
    }

    private @Nullable CanonicalUrl document(String id, String url, String method, String frame) {
        if (!frame.equals(tab.frame())) return refuse(id);
        if (!documentGiven) {
            documentGiven = true;
            return reply(Reply.FULFIL, Reply.document(id, request.document()));
        }
        refuse(id);
        if (!method.equals("GET")) {
            warn("the page wanted to send a form by %s, which a crawler does not".formatted(method));
            return null;
        }
        var target = CanonicalUrl.parse(url);
        if (target.isPresent() && !target.get().equals(request.document().url())) return target.get();
        warn("the page wanted to load itself anew");
        return null;
    }

    private @Nullable CanonicalUrl ask(String id, String url, String method, Network.Use use) {
        if (method.equals("OPTIONS")) return reply(Reply.FULFIL, Reply.preflight(id, origin()));
        var target = CanonicalUrl.parse(url);
        if (!method.equals("GET") || target.isEmpty()) {
            warn("a request by %s to %s was not made: a crawler only reads"
                    .formatted(method, shown(target.orElse(null))));
            return refuse(id);
        }
        if (made >= MOST_REQUESTS || bytes.get() > MOST_BYTES) {
            warn("the page asks for more than %d requests or %d MiB: the rest was not asked for"
                    .formatted(MOST_REQUESTS, MOST_BYTES >> 20));
            return refuse(id);
        }
        made++;
        open.incrementAndGet();
        threads.execute(() -> answer(id, target.get(), use));
        return null;
    }

    private static String shown(@Nullable CanonicalUrl url) {
        return url == null ? "what is no URL" : url.authority();
    }

    private void answer(String id, CanonicalUrl url, Network.Use use) {
        try {
            var outcome = network.get(url, use);
            if (outcome.isEmpty()) givenUp = true;
            outcome.ifPresentOrElse(answer -> reply(id, answer), () -> refuse(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            open.decrementAndGet();
            answered.run();
        }
    }

    private void reply(String id, FetchOutcome outcome) {
        if (outcome instanceof FetchOutcome.Body body) bytes.addAndGet(body.bytes().length);
        if (outcome instanceof FetchOutcome.Failed failed)
            warn("not all that the page asks for came: " + failed.message());
        var reply = Reply.answer(id, outcome, origin());
        reply(reply.has("responseCode") ? Reply.FULFIL : Reply.FAIL, reply);
    }

    /** Whether the network gave the page up; throws what the network threw. */
    boolean givenUp() {
        var thrown = failure;
        if (thrown != null) throw thrown;
        return givenUp;
    }

    private String origin() {
        return request.document().url().origin();
    }

    private @Nullable CanonicalUrl refuse(String id) {
        return reply(Reply.FAIL, Reply.refusal(id));
    }

    /** Nobody waits for its result: the page may have given the request up meanwhile. */
    private @Nullable CanonicalUrl reply(String method, ObjectNode reply) {
        tools.tell(tab.session(), method, reply);
        return null;
    }

    /** What is still asked for is interrupted, and over when this returns, so that none outlives its page. */
    @Override
    public void close() {
        threads.shutdownNow();
        var interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
