package io.crawljob.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.scope.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExclusionTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|.*", Pattern.MULTILINE);

    @Test
    void theTableNamesEveryRule() throws IOException {
        var rules = ROW.matcher(Files.readString(Path.of("docs/exclusions.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rules)
                .doesNotHaveDuplicates()
                .containsAll(Arrays.stream(Decision.Rule.values())
                        .map(Decision.Rule::word)
                        .toList())
                .contains(
                        Traps.RULE,
                        Walk.NO_INDEX,
                        Walk.NO_FOLLOW,
                        "RobotsDenied",
                        "Redirected",
                        "Duplicate",
                        "MaxPages",
                        "MaxPagesPerHost",
                        "MaxWaitingUrls")
                .hasSize(Decision.Rule.values().length + 9);
    }
}
