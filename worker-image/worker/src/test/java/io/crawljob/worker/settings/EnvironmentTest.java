package io.crawljob.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.browser.BrowserSettings;
import io.crawljob.engine.fetch.SiteAccess;
import io.crawljob.queue.QueueKey;
import io.crawljob.worker.settings.Environment.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    private static final Map<String, String> LEAST = Map.of(
            "CRAWL_REDIS_URL", "redis://redis:6379",
            "CRAWL_NAMESPACE", "research",
            "CRAWL_QUEUE", "default",
            "CRAWL_WORKER", "crawl-default-abc");

    @Test
    void fillsInDefaults() {
        var parsed = Environment.parse(LEAST);

        assertThat(parsed).isInstanceOfSatisfying(Parsed.Valid.class, valid -> {
            assertThat(valid.settings().queue()).isEqualTo(new QueueKey("research", "default"));
            assertThat(valid.settings().concurrency()).isEqualTo(WorkerSettings.DEFAULT_CONCURRENCY);
            assertThat(valid.settings().drain()).isEqualTo(WorkerSettings.DEFAULT_DRAIN);
            assertThat(valid.settings().batch()).isEqualTo(WorkerSettings.Batch.DEFAULT);
            assertThat(valid.settings().limitedFor()).isEqualTo(WorkerSettings.DEFAULT_LIMITED_FOR);
            assertThat(valid.settings().redis().user()).isNull();
            assertThat(valid.settings().redis().prefix()).isEqualTo("crawl");
        });
    }

    @Test
    void namesAllProblemsTogether() {
        var parsed = Environment.parse(Map.of(
                "CRAWL_REDIS_URL", "http://redis",
                "CRAWL_CONCURRENCY", "many",
                "CRAWL_DRAIN_SECONDS", "-1",
                "CRAWL_CONCURENCY", "8",
                "CRAWL_QUEUE", "default"));

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .hasSize(6)
                                .anySatisfy(
                                        problem -> assertThat(problem).startsWith("CRAWL_CONCURENCY is not a setting"))
                                .anySatisfy(
                                        problem -> assertThat(problem)
                                                .isEqualTo(
                                                        "CRAWL_CONCURRENCY must be a whole number from 1 to 1024, not \"many\""))
                                .anySatisfy(problem -> assertThat(problem).startsWith("CRAWL_DRAIN_SECONDS must be"))
                                .anySatisfy(
                                        problem -> assertThat(problem).startsWith("CRAWL_REDIS_URL must be redis://"))
                                .anySatisfy(problem -> assertThat(problem).startsWith("CRAWL_NAMESPACE is not set"))
                                .anySatisfy(problem -> assertThat(problem).startsWith("CRAWL_WORKER is not set")));
    }

    @Test
    void showsNoSecret() {
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_REDIS_PASSWORD", "hunter2");
        variables.put("CRAWL_REDIS_URL", "redis://user:hunter2@redis:6379");

        assertThat(Environment.describe(variables).toString())
                .doesNotContain("hunter2")
                .contains("redis:6379");
        variables.put("CRAWL_REDIS_URL", "redis://user:hunter2@bad host");
        assertThat(Environment.parse(variables).toString()).doesNotContain("hunter2");
        variables.put("CRAWL_REDIS_URL", "redis://redis:6379");
        assertThat(Environment.parse(variables).toString()).doesNotContain("hunter2");
    }

    @Test
    void readsTheDurations() {
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_DRAIN_SECONDS", "55");
        variables.put("CRAWL_BATCH_MILLIS", "5");

        assertThat(Environment.parse(variables)).isInstanceOfSatisfying(Parsed.Valid.class, valid -> {
            assertThat(valid.settings().drain()).isEqualTo(Duration.ofSeconds(55));
            assertThat(valid.settings().batch().maxWait()).isEqualTo(Duration.ofMillis(5));
        });
    }

    @Test
    void refusesABatchThatTheQueueWouldNotTake() {
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_BATCH_SIZE", "257");

        assertThat(Environment.parse(variables))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid ->
                                assertThat(invalid.problems().toString()).contains("CRAWL_BATCH_SIZE", "256", "257"));
    }

    @Test
    void hasABrowserWhereOneIsNamed() {
        var variables = new HashMap<>(LEAST);
        assertThat(Environment.parse(variables))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(valid.settings().browser()).isNull());
        variables.put("CRAWL_BROWSER", "/bin/sh");
        variables.put("CRAWL_BROWSER_PAGES", "2");
        variables.put("CRAWL_BROWSER_SANDBOX", "false");

        assertThat(Environment.parse(variables))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(valid.settings().browser())
                                .isEqualTo(BrowserSettings.of(Path.of("/bin/sh"), false)
                                        .withPagesAtOnce(2)));
    }

    @Test
    void refusesABrowserThatIsNotThere() {
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_BROWSER", "/nowhere/chromium");
        variables.put("CRAWL_BROWSER_SANDBOX", "maybe");

        assertThat(Environment.parse(variables))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .containsExactly(
                                        "CRAWL_BROWSER_SANDBOX must be true or false, not \"maybe\"",
                                        "CRAWL_BROWSER is /nowhere/chromium, which is no program here: use a worker image with Chromium, or leave it out"));
    }

    @Test
    void readsTheProxyAndTheCertificatesOfTheWayToSites(@TempDir Path folder) throws IOException {
        var certificate = new HeldCertificate.Builder().build();
        var bundle = Files.writeString(folder.resolve("ca.crt"), "# ours\n" + certificate.certificatePem());
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_PROXY", "http://proxy.example:3128");
        variables.put("CRAWL_CA_BUNDLE", bundle.toString());

        assertThat(Environment.parse(variables)).isInstanceOfSatisfying(Parsed.Valid.class, valid -> {
            var sites = valid.settings().reach().sites();
            assertThat(sites.proxy()).hasToString("proxy.example:3128");
            assertThat(sites.authorities()).containsExactly(certificate.certificate());
        });
        assertThat(Environment.parse(LEAST))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(valid.settings().reach().sites()).isEqualTo(SiteAccess.DIRECT));
    }

    @Test
    void refusesAWayToSitesThatItCannotGo(@TempDir Path folder) throws IOException {
        var garbage = Files.writeString(folder.resolve("ca.crt"), "not a certificate");
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_PROXY", "http://user:hunter2@proxy.example:3128");
        variables.put("CRAWL_CA_BUNDLE", garbage.toString());

        assertThat(problems(variables))
                .satisfiesExactly(
                        proxy -> assertThat(proxy)
                                .isEqualTo(
                                        "CRAWL_PROXY must be http://host:port, without a user or a path, not \"http://***@proxy.example:3128\""),
                        bundle -> assertThat(bundle)
                                .startsWith("CRAWL_CA_BUNDLE is %s, which cannot be read as PEM certificates: "
                                        .formatted(garbage)));
        assertThat(Environment.describe(variables).toString()).doesNotContain("hunter2");
        variables.remove("CRAWL_PROXY");
        variables.put("CRAWL_CA_BUNDLE", "/nowhere/corporate/ca.crt");
        assertThat(problems(variables))
                .singleElement()
                .asString()
                .startsWith("CRAWL_CA_BUNDLE is /nowhere/corporate/ca.crt, which is not there")
                .contains("spec.workers.caBundle", "ConfigMap");
    }

    @Test
    void readsWhoMayHaveSignedTheCertificateOfRedis() {
        var pem = new HeldCertificate.Builder().build().certificatePem().strip();
        var variables = new HashMap<>(LEAST);
        variables.put("CRAWL_REDIS_CA", pem);

        assertThat(Environment.parse(variables))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(valid.settings().redis().authorities())
                                .isEqualTo(pem));
        variables.put("CRAWL_REDIS_CA", "/etc/ssl/redis.pem");
        assertThat(problems(variables))
                .singleElement()
                .asString()
                .startsWith("CRAWL_REDIS_CA cannot be read as PEM certificates: ");
    }

    private static List<String> problems(Map<String, String> variables) {
        return Environment.parse(variables) instanceof Parsed.Invalid(var problems) ? problems : List.of();
    }

    @Test
    void theDocumentedTableIsTheTruth() throws IOException {
        var row = Pattern.compile("\\| `(CRAWL_\\w+)` \\| (?:`([^`]*)`|\\((\\w+)\\)) \\|.*");

        var documented = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .map(row::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1) + "="
                        + (matcher.group(2) != null ? matcher.group(2) : "(" + matcher.group(3) + ")"))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Key.values())
                        .map(key -> key + "=" + documentedDefault(key))
                        .toList());
    }

    private static String documentedDefault(Key key) {
        var fallback = key.fallback();
        if (fallback == null) return "(required)";
        return fallback.isEmpty() ? "(empty)" : fallback;
    }
}
