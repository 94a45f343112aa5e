package io.crawljob.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsFileTest {

    private static final String A = record("https://example.org/a");
    private static final String B = record("https://example.org/b");
    private static final String C = record("https://example.org/c");

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("records.jsonl");
    }

    @Test
    void writesARecordALine() throws IOException {
        try (var file = RecordsFile.open(path)) {
            file.append(List.of(A, B));

            assertThat(file.count()).isEqualTo(2);
        }

        assertThat(Files.readString(path)).isEqualTo(A + "\n" + B + "\n");
    }

    @Test
    void leavesOutWhatWasWrittenBeforeAKillAndIsDeliveredAgain() throws IOException {
        Files.writeString(path, A + "\n" + B + "\n");

        try (var file = RecordsFile.open(path)) {
            file.append(List.of(B, C));

            assertThat(file.count()).isEqualTo(3);
        }

        assertThat(Files.readAllLines(path)).containsExactly(A, B, C);
    }

    @Test
    void cutsOffALineThatAKillToreSoThatItsRecordComesAgain() throws IOException {
        Files.writeString(path, A + "\n" + B.substring(0, 12));

        try (var file = RecordsFile.open(path)) {
            assertThat(file.count()).isEqualTo(1);

            file.append(List.of(B));
        }

        assertThat(Files.readAllLines(path)).containsExactly(A, B);
    }

    @Test
    void cutsOffATornLineThatIsLongerThanABlock() throws IOException {
        Files.writeString(path, A + "\n" + "{\"url\":\"" + "x".repeat(200_000));

        try (var file = RecordsFile.open(path)) {
            assertThat(file.bytes()).isEqualTo(A.length() + 1);
        }
    }

    @Test
    void beginsAnewWhenTheOnlyLineIsTorn() throws IOException {
        Files.writeString(path, A);

        try (var file = RecordsFile.open(path)) {
            assertThat(file.count()).isZero();
        }

        assertThat(path).isEmptyFile();
    }

    @Test
    void knowsAllOfALongFile() throws IOException {
        var records = IntStream.range(0, 5_000)
                .mapToObj(i -> record("https://example.org/" + i))
                .toList();
        try (var file = RecordsFile.open(path)) {
            file.append(records);
        }

        try (var file = RecordsFile.open(path)) {
            file.append(records);

            assertThat(file.count()).isEqualTo(5_000);
        }

        assertThat(Files.readAllLines(path)).hasSize(5_000);
    }

    @Test
    void saysWhichLineIsNoRecord() throws IOException {
        Files.writeString(path, A + "\nnot a record\n" + B + "\n");

        assertThatThrownBy(() -> RecordsFile.open(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("records.jsonl, line 2 is not a record");
    }

    private static String record(String url) {
        return "{\"url\":\"%s\",\"title\":\"A page\"}".formatted(url);
    }
}
