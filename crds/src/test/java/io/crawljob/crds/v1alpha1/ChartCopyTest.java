package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Helm takes nothing from outside of a chart's folder, so the chart has copies. */
class ChartCopyTest {

    private static final Path MANIFESTS = Path.of("src/main/resources/crds");
    private static final Path COPIES = Path.of("../helm/crawljob/charts/crawljob-crds/files");

    @Test
    void theChartsCopiesAreTheManifestsOfThisModule() throws IOException {
        var manifests = contents(MANIFESTS);

        var copies = contents(COPIES);

        assertThat(manifests).isNotEmpty();
        assertThat(copies)
                .as("run in crds/: cp %s/*.yaml %s/", MANIFESTS, COPIES)
                .isEqualTo(manifests);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
