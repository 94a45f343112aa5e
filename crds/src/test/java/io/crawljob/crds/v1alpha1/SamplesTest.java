package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The samples are what people paste first: each is taken as it is, and stays what it was. */
@ExtendWith(WithApiServer.class)
class SamplesTest {

    private static final Path FOLDER = Path.of("samples");

    @SuppressWarnings("unused") // read by name
    private static final List<String> FILES = files();

    @ParameterizedTest
    @FieldSource("FILES")
    void isTakenByStrictValidationAndDoesNotDrift(String file, RealApiServer api) {
        var namespace = api.newNamespace();
        var path = FOLDER.resolve(file).toString();

        api.kubectl("apply", "--validate=strict", "-n", namespace, "-f", path).orFail();

        assertThat(api.kubectl("diff", "-n", namespace, "-f", path).orFail().out())
                .isEmpty();
        assertThat(api.kubectl("apply", "--validate=strict", "-n", namespace, "-f", path)
                        .orFail()
                        .out())
                .doesNotContain("configured", "created");
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void isTakenByServerSideApplyToo(String file, RealApiServer api) {
        var namespace = api.newNamespace();
        var path = FOLDER.resolve(file).toString();

        api.kubectl("apply", "--server-side", "--force-conflicts", "--validate=strict", "-n", namespace, "-f", path)
                .orFail();

        assertThat(api.kubectl("diff", "--server-side", "--force-conflicts", "-n", namespace, "-f", path)
                        .orFail()
                        .out())
                .isEmpty();
    }

    @Test
    void theReadmeNamesEachOfThem() throws IOException {
        var readme = Files.readString(FOLDER.resolve("README.md"));

        assertThat(FILES).isNotEmpty().allSatisfy(file -> assertThat(readme).contains("[" + file + "](" + file + ")"));
    }

    private static List<String> files() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
