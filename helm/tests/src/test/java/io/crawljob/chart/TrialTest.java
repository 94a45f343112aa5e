package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Manifests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code helm test} makes; that it crawls is shown on a cluster. */
@ExtendWith(HelmBesideApiServer.class)
class TrialTest {

    @TempDir
    private Path folder;

    private Chart chart;

    @BeforeEach
    void show() {
        chart = CRAWLJOB.withHooksShown(folder);
    }

    @Test
    void theHostThatItAllowsIsItsOwn() {
        var hooks = chart.render().hooks();

        assertThat(texts(hooks.the("HostPolicy", "crawls-crawljob-test").at("/spec/hosts")))
                .isEqualTo(List.of("crawls-crawljob-test.system.svc"));
        assertThat(texts(hooks.the("Pod", "crawls-crawljob-test").at("/spec/containers/0/args")))
                .contains("http://crawls-crawljob-test.system.svc/");
    }

    @Test
    void inNamedNamespacesItNeedsAUrlAndAllowsNothing() {
        assertThat(chart.render("{watchNamespaces: [alpha]}").hooks().all()).isEmpty();

        var hooks = chart.render("{watchNamespaces: [alpha], test: {url: 'https://example.org/'}}")
                .hooks();

        assertThat(hooks.kinds()).contains("Pod").doesNotContain("HostPolicy");
        assertThat(hooks.the("Role", "crawls-crawljob-test")
                        .at("/metadata/namespace")
                        .asText())
                .isEqualTo("alpha");
    }

    @Test
    void itsUrlHasToBeOne() {
        assertThat(CRAWLJOB.refusal("{test: {url: example.org}}")).contains("/test/url");
    }
}
