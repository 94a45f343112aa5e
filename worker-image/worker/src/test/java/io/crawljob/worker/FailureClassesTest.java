package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs.DeadLetter;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.queue.Snapshot.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class of the table of failures, brought about by its real cause in a whole crawl of one page, which ends as the table says. */
@Timeout(90)
class FailureClassesTest {

    private static final RedisServerProcess REDIS = RedisServerProcess.start();
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (\\w+) \\| (.+) \\|$", Pattern.MULTILINE);

    private final FailureCauses causes = new FailureCauses(REDIS);

    record Row(String name, String rule) {}

    /** That nothing brings a class about yet is what the table has to say itself. */
    static Stream<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("../engine/docs/failures.md")))
                .results()
                .filter(row -> !row.group(3).contains("nothing brings it about yet"))
                .map(row -> new Row(row.group(1), row.group(2)));
    }

    static Stream<Row> uncountedRows() throws IOException {
        return rows().filter(row -> row.rule().equals("uncounted"));
    }

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @AfterEach
    void close() {
        causes.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aCrawlThatMeetsItEndsAsTheTableSays(Row row) throws Exception {
        var job = causes.meet(row.name());

        switch (row.rule()) {
            case "never" -> isNeverTriedAgain(row.name(), job);
            case "asked" -> assertThat(putBackUnnamed(job, row.name(), 0)).isOne();
            case "counted" ->
                assertThat(putBackUnnamed(job, row.name(), FailureCauses.TRIES_AGAIN))
                        .isOne();
            case "uncounted" -> isADeadLetterAfterItsTime(row.name(), job);
            default -> throw new AssertionError("a rule that nobody knows: " + row.rule());
        }
        // What was put back would be crawled beside the next test's page.
        assertThat(causes.crawl.jobs().purge(job)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("uncountedRows")
    void whatDoesNotCountUsesUpNoTry(Row row) throws Exception {
        var job = causes.meetPassing(row.name());

        assertThat(causes.crawl.snapshot(job).done()).isOne();
        assertThat(causes.crawl.snapshot(job).failed()).isZero();
        assertThat(causes.crawl.snapshot(job).retries()).isZero();
        if (row.name().equals("Cancelled")) return;
        assertThat(causes.site.asked("/robots.txt") + causes.site.asked("/"))
                .as("two in vain")
                .isEqualTo(4);
    }

    private void isNeverTriedAgain(String name, JobKey job) {
        if (name.equals("RobotsDenied")) {
            assertThat(causes.crawl.snapshot(job).exclusions())
                    .extracting(Tally::name)
                    .containsExactly(name);
            assertThat(causes.crawl.snapshot(job).failures()).isEmpty();
            return;
        }
        assertThat(putBackUnnamed(job, name, 0)).isZero();
        assertThat(causes.crawl.jobs().redrive(job, name, 2))
                .as("put back by its name")
                .isOne();
    }

    private void isADeadLetterAfterItsTime(String name, JobKey job) {
        if (name.equals("Cancelled")) {
            assertThat(causes.crawl.snapshot(job).failures())
                    .as("done by another worker")
                    .isEmpty();
            return;
        }
        assertThat(putBackUnnamed(job, name, 0)).isOne();
        assertThat(causes.crawl.snapshot(job).done()).isZero();
    }

    /** How many dead letters {@code retryFailed} puts back that names no class, of a job whose page has failed after so many tries again. */
    private long putBackUnnamed(JobKey job, String name, int triesAgain) {
        assertThat(causes.crawl.snapshot(job).failures())
                .extracting(Tally::name, Tally::count)
                .containsExactly(tuple(name, 1L));
        assertThat(causes.crawl.snapshot(job).retries()).isEqualTo(triesAgain);
        assertThat(causes.crawl.jobs().deadLetters(job, 0, 9))
                .extracting(DeadLetter::failureClass, DeadLetter::attempts)
                .containsExactly(tuple(name, triesAgain));
        return causes.crawl.jobs().redrive(job, null, 2);
    }
}
