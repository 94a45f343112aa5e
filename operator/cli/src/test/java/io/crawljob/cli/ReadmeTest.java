package io.crawljob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.engine.fetch.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README names what there is, all of it. */
class ReadmeTest {

    private static String readme;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("../../README.md"));
    }

    @Test
    void namesEveryReasonOfACondition() {
        assertThat(Arrays.stream(Reason.values()).map(reason -> "`" + reason + "`"))
                .allSatisfy(reason -> assertThat(readme).contains(reason));
    }

    @Test
    void namesEveryClassOfFailures() {
        assertThat(Arrays.stream(FailureClass.values()).map(it -> "`" + it.word() + "`"))
                .allSatisfy(word -> assertThat(readme).contains(word));
    }

    @Test
    void namesEveryCommandThatHelpLists() {
        var help = CliProcess.run(folder, "", "--help").out();
        var commands = help.lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .filter(name -> !name.equals("help"))
                .toList();

        assertThat(commands)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(readme).containsPattern("[` ]" + name + "[` ]"));
    }
}
