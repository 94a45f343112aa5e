package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of behaviours names tests that exist. */
class BehavioursTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`( \\(w\\))?");

    private record Named(String test, String method, boolean worker) {}

    private static List<Named> named() throws IOException {
        return NAMED.matcher(Files.readString(Path.of("docs/behaviours.md")))
                .results()
                .map(match -> new Named(match.group(1), match.group(2), match.group(3) != null))
                .toList();
    }

    private static String source(Named named) throws IOException {
        var module = Path.of(named.worker() ? "../worker" : ".").resolve("src/test/java");
        try (var files = Files.walk(module)) {
            var file =
                    files.filter(path -> path.endsWith(named.test() + ".java")).findFirst();
            return file.isEmpty() ? "" : Files.readString(file.get());
        }
    }

    @Test
    void areEachShownByATestThatExists() throws IOException {
        var named = named();

        assertThat(named).hasSizeGreaterThan(40);
        for (var one : named) assertThat(source(one)).as("%s", one).contains("void " + one.method() + "(");
    }

    @Test
    void areNineteen() throws IOException {
        assertThat(Files.readString(Path.of("docs/behaviours.md"))
                        .lines()
                        .filter(line -> line.matches("\\| \\d+ \\|.*")))
                .hasSize(19);
    }
}
