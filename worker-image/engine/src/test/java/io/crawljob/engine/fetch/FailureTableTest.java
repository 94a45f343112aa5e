package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailureTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (\\w+) \\|.*", Pattern.MULTILINE);

    @Test
    void theTableSaysWhatTheCodeDoes() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("docs/failures.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2));

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(FailureClass.values())
                        .map(failure -> failure.word() + " " + word(failure.retry()))
                        .toList());
    }

    private static String word(FailureClass.Retry retry) {
        return switch (retry) {
            case NEVER -> "never";
            case ASKED -> "asked";
            case COUNTED -> "counted";
            case UNCOUNTED -> "uncounted";
        };
    }
}
