package io.crawljob.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.scope.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExclusionTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|.*", Pattern.MULTILINE);

    private static final Path SCRIPTS = Path.of("../queue/src/main/resources/io/crawljob/queue/scripts");
    private static final Pattern IN_A_SCRIPT =
            Pattern.compile("(?:exclude\\w*\\((?:\\w+, |kind == 'redirected' and )?|(?:rule|RULE) = )'(\\w+)'");

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
                .contains(Traps.RULE, Walk.NO_INDEX, Walk.NO_FOLLOW, "RobotsDenied")
                .containsAll(rulesOfTheQueue())
                .hasSize(Decision.Rule.values().length + 4 + rulesOfTheQueue().size());
    }

    private static Set<String> rulesOfTheQueue() throws IOException {
        var rules = new TreeSet<String>();
        try (var files = Files.walk(SCRIPTS)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                IN_A_SCRIPT.matcher(Files.readString(file)).results().forEach(rule -> rules.add(rule.group(1)));
            }
        }
        assertThat(rules).contains("MaxPages", "MaxSize", "Duplicate", "Redirected", "Cancelled");
        return rules;
    }
}
