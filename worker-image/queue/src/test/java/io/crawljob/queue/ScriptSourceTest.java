package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each script says what it takes, what it answers and what it costs. */
class ScriptSourceTest {

    @ParameterizedTest
    @EnumSource
    void tellsAllThatACallerNeeds(Script script) {
        var text = ScriptSource.of(script, false).text();

        assertThat(text.lines().limit(20)).anyMatch(line -> line.startsWith("-- KEYS "));
        assertThat(text.lines().limit(20)).anyMatch(line -> line.startsWith("-- ARGV "));
        assertThat(text.lines().limit(20)).anyMatch(line -> line.startsWith("-- Reply "));
        assertThat(text.lines().limit(20)).anyMatch(line -> line.startsWith("-- Cost "));
        assertThat(text).doesNotContain("-- include ").doesNotStartWith("#!");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEASE", "RESERVE", "SETTLE", "EXTEND", "REAP", "PURGE", "FINISH", "CANCEL"})
    void runsAboveMaxmemoryWhereFlagsAreKnown(Script script) {
        assertThat(ScriptSource.of(script, true).text()).startsWith("#!lua flags=allow-oom\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "SEED", "DISCOVER"})
    void doesNotGrowAboveMaxmemory(Script script) {
        assertThat(ScriptSource.of(script, true)).isEqualTo(ScriptSource.of(script, false));
    }

    @ParameterizedTest
    @EnumSource
    void takesItsTimeFromRedisAlone(Script script) {
        assertThat(ScriptSource.of(script, false).text())
                .doesNotContain("os.time")
                .doesNotContain("os.clock");
    }
}
