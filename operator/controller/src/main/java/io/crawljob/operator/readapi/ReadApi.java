package io.crawljob.operator.readapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import io.crawljob.queue.QueueUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /v1/namespaces/{ns}/crawljobs/{name}/…}; see {@code docs/read-api.md}. */
public final class ReadApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadApi.class);
    private static final int AT_ONCE = 8;
    private static final Jobs.Entry RESET = new Jobs.Entry(
            "0",
            "{\"reset\":\"events before these are gone: more came than the queue keeps (retention.eventsPerJob), or Redis has lost its last moments\"}");

    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Pattern ID = Pattern.compile("\\d{1,19}(-\\d{1,19})?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Access access;
    private final JobLookup lookup;
    private final Jobs jobs;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    private ReadApi(HttpServer server, Access access, JobLookup lookup, Jobs jobs) {
        this.server = server;
        this.access = access;
        this.lookup = lookup;
        this.jobs = jobs;
    }

    /**
     * @param port 0 for a free one
     * @throws IOException when the port cannot be had
     */
    public static ReadApi start(int port, Access access, JobLookup lookup, Jobs jobs) throws IOException {
        var api = new ReadApi(HttpServer.create(new InetSocketAddress(port), 0), access, lookup, jobs);
        api.server.setExecutor(api.threads);
        api.server.createContext("/", api::serve);
        api.server.start();
        return api;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = slots.tryAcquire() ? admitted(exchange) : Reply.error(503, "too many requests at once");
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply admitted(HttpExchange exchange) throws IOException {
        try {
            return answer(exchange);
        } catch (IllegalArgumentException e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        } catch (QueueUnavailableException e) {
            return Reply.error(503, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a request failed: {}", exchange.getRequestURI().getPath(), e);
            return Reply.error(500, "the operator failed to answer; its log has the reason");
        } finally {
            slots.release();
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        var found = Call.of(exchange);
        if (found.isEmpty()) {
            return Reply.error(
                    404,
                    "there is /v1/namespaces/NAMESPACE/crawljobs/NAME/results, …/events and …/results/acknowledge");
        }
        var call = found.get();
        if (!exchange.getRequestMethod().equals(call.method())) {
            return Reply.error(405, "this path takes " + call.method());
        }
        var verb = call.kind() == Call.Kind.ACKNOWLEDGE ? Access.Verb.UPDATE : Access.Verb.GET;
        return switch (access.check(call.token(), verb, call.namespace(), call.name())) {
            case Access.Verdict.Unknown it -> Reply.error(401, it.why());
            case Access.Verdict.Forbidden it -> Reply.error(403, it.why());
            case Access.Verdict.Unavailable it -> Reply.error(503, it.why());
            case Access.Verdict.Allowed it -> allowed(call, exchange);
        };
    }

    private Reply allowed(Call call, HttpExchange exchange) throws IOException {
        var job = lookup.find(call.namespace(), call.name());
        if (job.isEmpty()) {
            return Reply.error(404, "there is no CrawlJob %s in namespace %s".formatted(call.name(), call.namespace()));
        }
        return switch (call.kind()) {
            case RESULTS -> Reply.lines("record", jobs.results(job.get(), after(call), count(call)));
            case EVENTS -> Reply.lines("event", events(job.get(), after(call), count(call)));
            case ACKNOWLEDGE -> acknowledge(job.get(), exchange);
        };
    }

    /** A reader gets exactly what it has not read, or one line that says that it cannot, and then what is kept. */
    private List<Jobs.Entry> events(JobKey job, String after, int count) {
        var next = jobs.events(job, after, count);
        // Asked afterwards: what goes in between is told too.
        if (!jobs.eventsCut(job, after)) return next;
        var kept = new ArrayList<Jobs.Entry>();
        kept.add(RESET);
        kept.addAll(jobs.events(job, "0", count));
        return kept;
    }

    private Reply acknowledge(JobKey job, HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return Reply.error(413, "the body has more than %d bytes: send fewer ids".formatted(MOST_BYTES));
        }
        var ids = ids(body);
        return Reply.of(200, Map.of("acknowledged", ids.isEmpty() ? 0L : jobs.acknowledge(job, ids)));
    }

    private static List<String> ids(byte[] body) throws IOException {
        try {
            var ids = List.copyOf(JSON.readValue(body, Acknowledgement.class).ids());
            if (ids.size() > MOST_ENTRIES) {
                throw new IllegalArgumentException("%d ids: send at most %d".formatted(ids.size(), MOST_ENTRIES));
            }
            ids.forEach(ReadApi::requireId);
            return ids;
        } catch (JsonProcessingException | NullPointerException e) {
            throw new IllegalArgumentException("the body is not {\"ids\": [\"…\", …]}", e);
        }
    }

    private record Acknowledgement(List<String> ids) {}

    private static String after(Call call) {
        return requireId(call.query().getOrDefault("after", "0"));
    }

    private static String requireId(String id) {
        if (ID.matcher(id).matches()) return id;
        throw new IllegalArgumentException("'%s' is not an id: use one that this API gave, or 0".formatted(id));
    }

    private static int count(Call call) {
        var text = call.query().getOrDefault("count", "100");
        if (text.matches("\\d{1,4}")) {
            var count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST_ENTRIES) return count;
        }
        throw new IllegalArgumentException("count is '%s': use 1 to %d".formatted(text, MOST_ENTRIES));
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
