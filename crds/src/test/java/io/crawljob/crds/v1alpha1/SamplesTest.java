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

/** The samples are what people paste first: each is taken as it is, and stays what it was. */
@ExtendWith(WithApiServer.class)
class SamplesTest {

    private static final Path FOLDER = Path.of("samples");

    private static final List<String> FILES = files();

    @Test
    void areTakenByStrictValidationAndDoNotDrift(RealApiServer api) {
        var namespace = api.newNamespace();

        var applied = api.kubectl("apply", "--validate=strict", "-n", namespace, "-f", FOLDER.toString())
                .orFail();

        assertThat(applied.out().lines()).hasSizeGreaterThanOrEqualTo(FILES.size());
        assertThat(api.kubectl("diff", "-n", namespace, "-f", FOLDER.toString())
                        .orFail()
                        .out())
                .isEmpty();
        assertThat(api.kubectl("apply", "--validate=strict", "-n", namespace, "-f", FOLDER.toString())
                        .orFail()
                        .out())
                .doesNotContain("configured", "created");
    }

    @Test
    void areTakenByServerSideApplyToo(RealApiServer api) {
        var namespace = api.newNamespace();

        api.kubectl(
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--validate=strict",
                        "-n",
                        namespace,
                        "-f",
                        FOLDER.toString())
                .orFail();

        assertThat(api.kubectl("diff", "--server-side", "--force-conflicts", "-n", namespace, "-f", FOLDER.toString())
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
