package io.crawljob.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {

    private static final Pattern ROW = Pattern.compile("\\| `(CRAWL_[A-Z_]+)` \\| (.*?) ?\\| .+ \\|");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CRAWL_REDIS_URL", "redis://redis.crawljob.svc:6379",
            "CRAWL_WORKER_IMAGE", "crawljob/worker:1",
            "CRAWL_NAMESPACE", "crawljob",
            "CRAWL_POD_NAME", "operator-0",
            "CRAWL_MASTER_KEY", "0123456789abcdef",
            "CRAWL_USER_AGENT", "ExampleBot/1.0 (+https://example.org/bot)"));

    @Test
    void needsOnlyWhatHasNoDefault() {
        var settings = OperatorSettings.from(environment);

        assertThat(settings.redis().prefix()).isEqualTo("crawl");
        assertThat(settings.watchNamespaces()).isEmpty();
        assertThat(settings.ports()).isEqualTo(new OperatorSettings.Ports(8080, 8081));
        assertThat(settings.leaderElection()).isTrue();
    }

    @Test
    void tellsAllProblemsTogether() {
        environment.remove("CRAWL_WORKER_IMAGE");
        environment.put("CRAWL_REDIS_URL", "http://:secret@redis");
        environment.put("CRAWL_HTTP_PORT", "70000");
        environment.put("CRAWL_LEADER_ELECTION", "yes");
        environment.put("CRAWL_MASTER_KEY", "short");
        environment.put("CRAWL_EGRESS_CIDRS", "10.0.0.0/8, my-network");
        environment.put("CRAWL_REDSI_PREFIX", "x");

        var refused = catchThrowableOfType(InvalidSettingsException.class, () -> OperatorSettings.from(environment));

        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "CRAWL_WORKER_IMAGE is not set: set it",
                        "CRAWL_REDIS_URL is not the address of a Redis: set redis://host:port or rediss://host:port",
                        "CRAWL_HTTP_PORT is '70000': set a whole number from 0 to 65535",
                        "CRAWL_LEADER_ELECTION is 'yes': set true or false",
                        "CRAWL_MASTER_KEY has 5 characters: set 16 or more, at random",
                        "CRAWL_EGRESS_CIDRS has 'my-network': write a range such as 10.20.0.0/16",
                        "CRAWL_REDSI_PREFIX is not a setting of the operator: remove it, or correct its name");
        assertThat(refused).hasMessageContaining("7 problem(s)").hasMessageNotContaining("secret");
    }

    @Test
    void givesWorkersTheAddressWithoutTheOperatorsOwnSecrets() {
        environment.put("CRAWL_REDIS_URL", "rediss://admin:secret@redis.example.org:6380/2?verifyPeer=NONE");

        var settings = OperatorSettings.from(environment);

        assertThat(settings.workerRedis()).isEqualTo(URI.create("rediss://redis.example.org:6380/2?verifyPeer=NONE"));
    }

    @Test
    void readsWhoMayHaveSignedTheCertificateOfRedis() throws IOException {
        environment.put("CRAWL_REDIS_URL", "rediss://redis.example.org:6380");
        environment.put("CRAWL_REDIS_CA", Files.readString(Path.of("src/test/resources/authority.pem")));

        assertThat(OperatorSettings.from(environment).redis().authorities())
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("\n-----END CERTIFICATE-----");

        environment.put("CRAWL_REDIS_CA", "/etc/ssl/redis.pem");
        assertThat(catchThrowableOfType(InvalidSettingsException.class, () -> OperatorSettings.from(environment)))
                .hasMessageContaining("CRAWL_REDIS_CA cannot be read as certificates: set them in PEM");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        environment.put("CRAWL_REDIS_PASSWORD", "hunter2hunter2");

        var text = OperatorSettings.from(environment).toString();

        assertThat(text).doesNotContain("hunter2").doesNotContain("0123456789abcdef");
    }

    @Test
    void isDocumentedKeyByKeyWithItsDefault() throws IOException {
        var documented = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(Path.of("docs/settings.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) documented.put(row.group(1), row.group(2).replace("`", ""));
        }

        var read = new LinkedHashMap<String, String>();
        Arrays.stream(Setting.values())
                .forEach(
                        setting -> read.put(setting.key(), Objects.requireNonNullElse(setting.fallback(), "required")));

        assertThat(documented).containsExactlyEntriesOf(read);
    }
}
