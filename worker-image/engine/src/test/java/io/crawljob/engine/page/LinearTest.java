package io.crawljob.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page takes to read grows with its length and no faster, whatever it consists of. */
@Timeout(120)
class LinearTest {

    private static final int SMALL = 50_000;
    private static final int TIMES = 8;
    /** 2.5 times the time for twice the length, three times over. */
    private static final double MOST = 2.5 * 2.5 * 2.5;
    /** So often at most: a busy machine's caches cost this thread's time too. What grows with the square is far above in every round. */
    private static final int MEASURED = 4;

    private final Extraction everything = new Extraction(true, true, true, true, List.of());
    private final PageReader reader = new PageReader("CrawlJob", everything, new ParseBudget());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<p><b>",
                "<b><i><a href=/x>x<p>",
                "<table><tr><td>",
                "<table><b>x",
                "<ul><li>",
                "<a href=/x>x</a>",
                "<p>Some text, of some length, and more.</p>",
                "&amp;&notin;&x",
                "<!-- x -->",
                "<!--",
                "<x y=\"",
                "<svg><desc>",
                "<select><option>",
                "<div itemscope itemprop=x><b itemprop=y>z",
                "<script>x</script>",
                "<title>",
                "<p x=1 y=2 z=3>",
                "</p></b>",
                "<",
                "<template>",
            })
    void timeGrowsWithTheLength(String part) {
        var small = page(part, SMALL);
        var large = page(part, SMALL * TIMES);
        for (var i = 0; i < 3; i++) nanos(small);

        var ratio = ratio(large, small);
        for (var again = 1; again < MEASURED && ratio >= MOST; again++) ratio = Math.min(ratio, ratio(large, small));

        assertThat(ratio).as("%d times the length of %s", TIMES, part).isLessThan(MOST);
    }

    private double ratio(Body large, Body small) {
        return (double) best(large) / best(small);
    }

    private static Body page(String part, int length) {
        return Bodies.html("<html><body>" + part.repeat(length / part.length()));
    }

    private long best(Body page) {
        return LongStream.range(0, 3).map(_ -> nanos(page)).min().orElseThrow();
    }

    /** Of this thread, so that what else the machine does is not counted. */
    private long nanos(Body page) {
        var threads = ManagementFactory.getThreadMXBean();
        var begun = threads.getCurrentThreadCpuTime();
        assertThat(reader.read(page).html()).isTrue();
        return threads.getCurrentThreadCpuTime() - begun;
    }
}
