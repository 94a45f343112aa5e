package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of reasons against the closed list and against the tests that it names. */
class ReasonsPageTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path ROOT = MODULE.resolve("../..").normalize();
    private static final String NOT_SET_YET = "—";

    /** @param test such as {@code JobLifeTest.endsAtItsDeadline} */
    private record Row(String reason, String cause, String remedy, String test) {}

    @Test
    void eachReasonHasOneRowWithACauseAndARemedy() throws IOException {
        var rows = rows();

        assertThat(rows)
                .extracting(Row::reason)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Reason.values()).map(Reason::toString).toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.cause()).isNotBlank();
            assertThat(row.remedy()).isNotBlank();
        });
    }

    @Test
    void eachRowNamesATestThatThereIs() throws IOException {
        var sources = testSources();

        assertThat(rows()).filteredOn(row -> !row.test().equals(NOT_SET_YET)).allSatisfy(row -> {
            var parts = row.test().split("\\.");
            assertThat(parts).as(row.reason()).hasSize(2);
            assertThat(sources.getOrDefault(parts[0] + ".java", "no such class"))
                    .as(row.test())
                    .contains("void " + parts[1] + "(");
        });
    }

    @Test
    void onlyReasonsOfFieldsThatAreNotSupportedYetHaveNoTest() throws IOException {
        assertThat(rows().stream().filter(row -> row.test().equals(NOT_SET_YET)).map(Row::reason))
                .isSubsetOf("SinkUnavailable");
    }

    @Test
    void theReadmeLeadsToIt() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(operator/controller/docs/reasons.md)");
    }

    private static List<Row> rows() throws IOException {
        try (var lines = Files.lines(MODULE.resolve("docs/reasons.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(1, line.length() - 1).split("\\|"))
                    .map(cells -> Stream.of(cells).map(cell -> cell.strip()).toList())
                    .map(cells -> new Row(
                            bare(cells.getFirst()),
                            cells.get(cells.size() - 3),
                            cells.get(cells.size() - 2),
                            bare(cells.getLast())))
                    .toList();
        }
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }

    private static Map<String, String> testSources() throws IOException {
        var sources = new HashMap<String, String>();
        for (var folder : List.of(MODULE.resolve("src/test/java"), ROOT.resolve("helm/e2e/src/test/java"))) {
            try (var files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith("Test.java"))
                        .forEach(file -> sources.merge(file.getFileName().toString(), text(file), String::concat));
            }
        }
        return sources;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
