package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three bugs that lose or repeat work without a sound, planted into the scripts of a JVM of its own: at least two ordinary tests, which know nothing of them,
 * have to fail there, else the tests would not notice them in the product either.
 */
class PlantedBugsTest {

    private static final int PATIENCE_MINUTES = 3;

    @TempDir
    private Path folder;

    /**
     * @param script that the bug is in
     * @param right text of it, which has to be there
     * @param wrong in its place
     */
    record Bug(String name, String script, String right, String wrong, List<Class<?>> tests) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bug> bugs() {
        return List.of(
                new Bug(
                        "an item is acknowledged when it is handed out, before anything was written",
                        "fragment/take",
                        "redis.call('ZADD', P .. ':inf', unpack(deadlines))",
                        "count('leased', -taken.n); count('done', taken.n)",
                        List.of(FrontierTest.class, JobsTest.class)),
                new Bug(
                        "the lease number is not compared",
                        "settle",
                        "number == ARGV[starts[i] + 1] and worker == ARGV[1]",
                        "number ~= '0'",
                        List.of(FrontierTest.class, LeaseTest.class)),
                new Bug(
                        "a job is finished without looking whether anything is left",
                        "finish",
                        "waiting > 0 or delayed > 0 or leased > 0",
                        "false",
                        List.of(EndOfAJobTest.class)));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isNoticedByTwoTestsThatDoNotKnowOfIt(Bug bug) throws IOException, InterruptedException {
        plant(bug);

        var failed = failedWith(bug);

        assertThat(failed).as("tests that fail when " + bug).hasSizeGreaterThanOrEqualTo(2);
    }

    private void plant(Bug bug) throws IOException {
        var name = "scripts/" + bug.script() + ".lua";
        String text;
        try (var in = ScriptSource.class.getResourceAsStream(name)) {
            text = new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        assertThat(text).as("the place for the bug").containsOnlyOnce(bug.right());
        var planted = folder.resolve("io/crawljob/queue").resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(planted.getParent()));
        Files.writeString(planted, text.replace(bug.right(), bug.wrong()));
    }

    /** The first resource of a name on the class path is the one that is read. */
    private List<String> failedWith(Bug bug) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                RunTests.class.getName()));
        bug.tests().forEach(test -> command.add(test.getName()));
        var out = folder.resolve("out");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        var lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines.stream().filter(line -> line.startsWith(RunTests.FAILED)).toList();
    }
}
