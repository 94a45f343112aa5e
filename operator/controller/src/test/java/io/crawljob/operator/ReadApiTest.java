package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records and events over HTTP, with the rights that the API server really gives. */
@ExtendWith(WithApiServer.class)
class ReadApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Installation at;
    private static HttpClient http;
    private static String reader;
    private static String writer;
    private static String stranger;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(api);
        http = HttpClient.newHttpClient();
        reader = token("reader", "get");
        writer = token("writer", "get,update");
        stranger = token("stranger", null);
        var key = at.applyBatch("pages", 3);
        var worker = new WorkerPlay(at.queue, "worker-1");
        at.eventually(() -> {
            worker.drain(key);
            return at.queue.jobs().results(key, "0", 10).size() == 3;
        });
    }

    @AfterAll
    static void close() {
        http.close();
        at.close();
    }

    @Test
    void givesRecordsPageByPageInOrder() throws IOException, InterruptedException {
        var first = lines(get("pages/results?count=2", "Authorization", "Bearer " + reader));
        var rest = lines(get(
                "pages/results?count=2&after=" + first.getLast().get("id").asText(),
                "Authorization",
                "Bearer " + reader));

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(1);
        assertThat(first.getFirst().at("/record/url").asText()).startsWith("https://pages-");
    }

    @Test
    void givesEvents() throws IOException, InterruptedException {
        var events = lines(get("pages/events", "Authorization", "Bearer " + reader));

        assertThat(events).isNotEmpty();
        assertThat(events.getFirst().at("/event/message").asText()).isNotEmpty();
    }

    @Test
    void aReaderOfEventsGetsTheGapOrOneReset() throws IOException, InterruptedException {
        var key = at.applyBatch("told", 1);
        for (var i = 0; i < 3; i++) at.queue.jobs().emit(key, "Test", "{\"number\":%d}".formatted(i));
        var read = lines(get("told/events", "Authorization", "Bearer " + reader));
        var last = read.getLast().path("id").asText();
        assertThat(read).noneMatch(line -> line.at("/event").has("reset"));

        at.queue.jobs().emit(key, "Test", "{\"number\":3}");
        assertThat(lines(get("told/events?after=" + last, "Authorization", "Bearer " + reader)))
                .as("the gap")
                .extracting(line -> line.at("/event/number").asInt())
                .containsExactly(3);

        for (var i = 4; i < 1_010; i++) at.queue.jobs().emit(key, "Test", "{\"number\":%d}".formatted(i));
        var late = lines(get("told/events?count=1000&after=" + last, "Authorization", "Bearer " + reader));
        assertThat(late.getFirst().at("/event/reset").asText()).startsWith("events before these are gone");
        assertThat(late).hasSize(1_001);
        assertThat(late.stream().filter(line -> line.at("/event").has("reset"))).hasSize(1);
        assertThat(lines(get(
                        "told/events?after=" + late.getLast().path("id").asText(),
                        "Authorization",
                        "Bearer " + reader)))
                .as("told once")
                .isEmpty();

        // As after a promoted replica: the server has never heard of what the reader has read.
        var unknown = lines(get("told/events?after=9999999999999-0", "Authorization", "Bearer " + reader));
        assertThat(unknown.getFirst().at("/event/reset").asText()).isNotEmpty();
        at.delete("told");
    }

    @Test
    void takesTheTokenFromTheHeaderThatTheApiServersProxyLetsPass() throws IOException, InterruptedException {
        assertThat(get("pages/results", "X-Crawl-Token", reader).statusCode()).isEqualTo(200);
    }

    @Test
    void takesATokenThatIsGoodForNothingElse() throws IOException, InterruptedException {
        var token = at.api
                .kubectl("create", "token", "reader", "-n", at.namespace, "--audience=crawljob.io")
                .orFail()
                .out()
                .strip();

        assertThat(get("pages/results", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhoHasNoTokenOrNoRight() throws IOException, InterruptedException {
        assertThat(get("pages/results", "Accept", "*/*").statusCode()).isEqualTo(401);
        assertThat(get("pages/results", "Authorization", "Bearer nonsense").statusCode())
                .isEqualTo(401);
        var refused = get("pages/results", "Authorization", "Bearer " + stranger);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("may not get crawljobs.crawljob.io pages in namespace " + at.namespace);
    }

    @Test
    void saysWhatIsWrongWithARequest() throws IOException, InterruptedException {
        var bearer = "Bearer " + reader;

        assertThat(get("absent/results", "Authorization", bearer).statusCode()).isEqualTo(404);
        assertThat(get("pages/nothing", "Authorization", bearer).statusCode()).isEqualTo(404);
        assertThat(get("pages/results?count=5000", "Authorization", bearer).body())
                .contains("count is '5000': use 1 to 1000");
        assertThat(get("pages/results?after=x", "Authorization", bearer).statusCode())
                .isEqualTo(400);
        assertThat(get("pages/results/acknowledge", "Authorization", bearer).statusCode())
                .isEqualTo(405);
    }

    @Test
    void removesWhatIsAcknowledgedByWhoMayUpdate() throws IOException, InterruptedException {
        var key = at.applyBatch("taken-away", 2);
        var worker = new WorkerPlay(at.queue, "worker-1");
        at.eventually(() -> {
            worker.drain(key);
            return at.queue.jobs().results(key, "0", 10).size() == 2;
        });
        var ids = at.queue.jobs().results(key, "0", 10).stream()
                .map(it -> "\"" + it.id() + "\"")
                .toList();
        var body = "{\"ids\": %s}".formatted(ids);

        assertThat(post("taken-away/results/acknowledge", body, reader).statusCode())
                .isEqualTo(403);
        var done = post("taken-away/results/acknowledge", body, writer);

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(done.body()).get("acknowledged").asInt()).isEqualTo(2);
        assertThat(at.queue.jobs().results(key, "0", 10)).isEmpty();
        assertThat(post("taken-away/results/acknowledge", "[]", writer).statusCode())
                .isEqualTo(400);
    }

    @Test
    void servesHealthAndMetrics() throws IOException, InterruptedException {
        at.eventually(() -> at.process().leads());
        var base = "http://127.0.0.1:%d".formatted(at.process().httpPort());

        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/healthz"))).body())
                .isEqualTo("ok\n");
        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/readyz"))).statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/metrics"))).body())
                .contains("crawljob_status_writes_total")
                .contains("crawljob_reconcile_seconds_count{controller=\"crawljob\",outcome=\"done\"}")
                .contains("crawljob_leader 1.0");
    }

    @Test
    void measuresEachQueueByItsNamespaceAndName() throws IOException, InterruptedException {
        at.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: measured}
                spec: {}
                ---
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: measured}
                spec:
                  queueName: measured
                  source: {urls: {list: ["https://a.example.org/", "https://b.example.org/", "https://c.example.org/"]}}
                """);

        at.eventually(() -> metrics().contains(series("urls", "waiting", 3)));
        assertThat(metrics()).contains(series("jobs", "running", 1), series("workers", "desired", 1));

        at.delete("measured");
        at.eventually(() -> !metrics().contains(series("urls", "waiting", 3)));
    }

    private static String series(String of, String state, int value) {
        return "crawljob_queue_%s{namespace=\"%s\",queue=\"measured\",state=\"%s\"} %d.0"
                .formatted(of, at.namespace, state, value);
    }

    private static String metrics() throws IOException, InterruptedException {
        var address =
                URI.create("http://127.0.0.1:%d/metrics".formatted(at.process().httpPort()));
        return send(HttpRequest.newBuilder(address)).body();
    }

    private static String token(String account, @Nullable String verbs) {
        at.api.kubectl("create", "serviceaccount", account, "-n", at.namespace).orFail();
        if (verbs != null) {
            at.api
                    .kubectl(
                            "create",
                            "role",
                            account,
                            "-n",
                            at.namespace,
                            "--verb=" + verbs,
                            "--resource=crawljobs.crawljob.io")
                    .orFail();
            at.api
                    .kubectl(
                            "create",
                            "rolebinding",
                            account,
                            "-n",
                            at.namespace,
                            "--role=" + account,
                            "--serviceaccount=" + at.namespace + ":" + account)
                    .orFail();
        }
        return at.api
                .kubectl("create", "token", account, "-n", at.namespace)
                .orFail()
                .out()
                .strip();
    }

    private static HttpResponse<String> get(String path, String header, String value)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header(header, value));
    }

    private static HttpResponse<String> post(String path, String body, String token)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:%d/v1/namespaces/%s/crawljobs/%s"
                .formatted(at.process().apiPort(), at.namespace, path));
    }

    private static List<JsonNode> lines(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        var lines = new ArrayList<JsonNode>();
        for (var line : response.body().split("\n", -1)) {
            if (!line.isEmpty()) lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
