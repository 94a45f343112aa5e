package io.crawljob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples that a person copies are right by {@code crawl lint}: none sets what nothing acts on. */
class SamplesTest {

    @TempDir
    Path folder;

    static List<Path> samples() throws IOException {
        try (var files = Files.list(Path.of("../../crds/samples").toRealPath())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areWithoutAProblem(Path sample) {
        var linted = CliProcess.run(folder, "", "lint", sample.toString());

        assertThat(linted.exit()).as(linted.err()).isZero();
    }
}
