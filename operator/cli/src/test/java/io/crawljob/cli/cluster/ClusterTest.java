package io.crawljob.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.cli.CliProcess;
import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands for a cluster, as processes, against a real API server and the operator's own read API. */
@ExtendWith(WithApiServer.class)
class ClusterTest {

    private static RealApiServer server;
    private static OperatorStandIn operator;

    @TempDir
    Path folder;

    private String namespace;

    @BeforeAll
    static void start(RealApiServer api) throws IOException {
        server = api;
        operator = OperatorStandIn.start(api);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @BeforeEach
    void makeNamespace() {
        namespace = server.newNamespace();
    }

    @Test
    void submitsAManifestAndListsIt() throws IOException {
        var submitted = submit("pages", "limits: { maxPages: 10 }");

        assertThat(submitted.exit()).as(submitted.err()).isZero();
        assertThat(submitted.out()).contains("CrawlJob pages applied");
        var listed = crawl("list");
        assertThat(listed.out().lines().findFirst().orElse(listed.err()))
                .startsWith("NAME    PHASE")
                .endsWith("QUEUE     AGE");
        assertThat(listed.out()).contains("pages", "default");
    }

    @Test
    void tellsWhatTheApiServerRefusesWithItsField() throws IOException {
        var refused = submit("pages", "limits: { maxPages: 0 }");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("job.yaml: CrawlJob pages: spec.limits.maxPages: ");
    }

    @Test
    void tellsAFieldThatTheApiServerDoesNotKnow() throws IOException {
        var refused = submit("pages", "limit: { maxPages: 1 }");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("job.yaml: CrawlJob pages: spec.limit: is not a known field");
    }

    @Test
    void waitsForTheEndAndExitsLikeIt() throws IOException {
        submit("pages", "cancel: true");
        operator.say(namespace, "pages", "Failed", "Cancelled");

        var waited = CliProcess.run(folder, "", with("submit", "job.yaml", "--wait"));

        assertThat(waited.exit()).as(waited.out() + waited.err()).isEqualTo(3);
        assertThat(waited.out()).contains("Failed (Cancelled)");
    }

    @Test
    void changesOneFieldOfTheSpec() throws IOException {
        submit("pages", "");

        assertThat(crawl("suspend", "pages").exit()).isZero();
        assertThat(job("pages").getSpec().suspend()).isTrue();
        assertThat(crawl("resume", "pages").exit()).isZero();
        assertThat(job("pages").getSpec().suspend()).isFalse();
        assertThat(crawl("retry", "pages", "--class", "Http4xx").exit()).isZero();
        assertThat(job("pages").getSpec().retryFailed()).startsWith("Http4xx/20");
        assertThat(crawl("cancel", "pages").exit()).isZero();
        assertThat(job("pages").getSpec().cancel()).isTrue();
    }

    @Test
    void tellsHowAJobStands() throws IOException {
        submit("pages", "");
        assertThat(crawl("status", "pages").out()).contains("no operator has seen it yet");

        operator.say(namespace, "pages", "Complete", "Succeeded");

        assertThat(crawl("status", "pages").out())
                .contains("/pages, run 1, queue default", "Complete      True    Succeeded");
    }

    @Test
    void explainsWhichRuleDecidesAboutAUrl() throws IOException {
        submit("pages", "exclude: ['/old/']");

        var explained = crawl("explain-url", "pages", "http://elsewhere.example/");

        assertThat(explained.exit()).as(explained.err()).isZero();
        assertThat(explained.out()).startsWith("OutOfScope: ").contains("canonical form: http://elsewhere.example/");
    }

    @Test
    void saysThatThereIsNoSuchJob() {
        var answer = crawl("status", "absent");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err().strip()).isEqualTo("crawl: there is no CrawlJob absent in namespace " + namespace);
    }

    @Test
    void saysThatAClusterCannotBeReached() throws IOException {
        var nowhere = Files.writeString(
                folder.resolve("nowhere.yaml"),
                Files.readString(server.kubeconfig()).replaceAll("server: .*", "server: https://127.0.0.1:1"));

        var answer = CliProcess.run(folder, "", "list", "-n", "default", "--kubeconfig", nowhere.toString());

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).startsWith("crawl: cannot list CrawlJobs: ").contains("is the kubeconfig's cluster");
    }

    @Test
    void writesRecordsThroughTheApiServersProxyWithAClientCertificateAlone() throws IOException {
        submit("pages", "");
        operator.crawl(job("pages"));

        var results = crawl("results", "pages");

        assertThat(results.exit()).as(results.err()).isZero();
        assertThat(results.out().lines()).singleElement().asString().contains("\"url\":\"https://example.org/\"");
        assertThat(Files.readString(server.kubeconfig()))
                .doesNotContain("token:")
                .contains("client-certificate");
    }

    @Test
    void consumesOnlyWhatItHasWritten() throws IOException {
        submit("pages", "");
        operator.crawl(job("pages"));

        assertThat(crawl("results", "pages", "--consume").out().lines()).hasSize(1);

        assertThat(crawl("results", "pages").out()).isEmpty();
    }

    @Test
    void writesEventsToATenantWhoHasATokenAndAnAddress() throws IOException {
        submit("pages", "");
        operator.crawl(job("pages"));
        operator.emit(job("pages"), "{\"reason\":\"Started\"}");
        var token = Files.writeString(folder.resolve("token"), operator.tokenOfTenant(namespace));

        var events = crawl("events", "pages", "--api", operator.address(), "--token-file", token.toString());

        assertThat(events.exit()).as(events.err()).isZero();
        assertThat(events.out()).contains("\"reason\":\"Started\"");
    }

    @Test
    void saysWhyATokenIsNotEnough() throws IOException {
        submit("pages", "");
        var token = Files.writeString(folder.resolve("token"), "nonsense");

        var refused = crawl("results", "pages", "--api", operator.address(), "--token-file", token.toString());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith("crawl: the operator answered 401: ");
    }

    @Test
    void tellsThePlaceInTheLineByPriorityAndAge() throws IOException {
        submit("first", "");
        submit("last", "priority: Low");
        submit("runs", "");
        operator.say(namespace, "first", "Progressing", "WaitingForTurn");
        operator.say(namespace, "last", "Progressing", "WaitingForTurn");

        assertThat(crawl("status", "last").out()).contains("place 2 of 2 in the line of queue default");
        assertThat(crawl("status", "first").out()).contains("place 1 of 2 in the line of queue default");
        assertThat(crawl("status", "runs").out()).doesNotContain("in the line");
    }

    @Test
    void examinesAnInstallationAndSaysWhatIsWrong() throws IOException {
        operator.leads(Instant.now());
        assertThat(crawl("doctor").exit()).isZero();

        operator.leads(Instant.now().minusSeconds(300));
        submit("unseen", "");
        var found = crawl("doctor");

        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out().lines())
                .anyMatch(line -> line.startsWith("ok    the API server: Kubernetes 1."))
                .anyMatch(line -> line.startsWith("ok    the kinds: all of crawljob.io/v1alpha1"))
                .anyMatch(line -> line.matches("WRONG the operator in \\S+: none leads since .* kubectl logs .*"))
                .anyMatch(line -> line.equals("WRONG CrawlJob unseen: no operator has seen it yet"))
                .anyMatch(line -> line.equals("ok    CrawlQueues in %s: none".formatted(namespace)));
    }

    private CliProcess submit(String name, String more) throws IOException {
        Files.writeString(folder.resolve("job.yaml"), """
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: { name: %s }
                spec:
                  source: { site: { seeds: ["https://example.org/"] } }
                  %s
                """.formatted(name, more));
        return crawl("submit", "job.yaml");
    }

    private CliProcess crawl(String... arguments) {
        return CliProcess.run(folder, "", with(arguments));
    }

    private String[] with(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namespace, "--kubeconfig", server.kubeconfig().toString()));
        return all.toArray(String[]::new);
    }

    private CrawlJob job(String name) {
        return operator.job(namespace, name);
    }
}
