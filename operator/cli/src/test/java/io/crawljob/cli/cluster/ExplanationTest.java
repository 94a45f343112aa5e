package io.crawljob.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.PlanCodec;
import io.crawljob.queue.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://docs.example.org/ | 1 | In: it is a seed",
                "https://docs.example.org/guide/a | 1 | In: it is crawled when a page, at most 3 links from a seed,",
                "https://docs.example.org/guide/a | 4 | TooDeep: 4 links from a seed; maxDepth is 3",
                "https://other.example.org/guide/a | 1 | OutOfScope: it is not within Host of [https://docs.example.org/]",
                "https://docs.example.org/blog | 1 | NotIncluded: it matches none of include [/guide/]",
                "https://docs.example.org/guide/old/x | 1 | Excluded: it matches exclude [/old/]",
                "https://docs.example.org/guide/a/a/a/a | 1 | RepeatedSegment: one segment comes more than 3 times",
                "https://docs.example.org/guide/?a=1&a=1&a=1&a=1 | 1 | GrowingQuery: ",
                "ftp://docs.example.org/ | 1 | Invalid: it is no URL of http or https",
                "https://me:secret@docs.example.org/ | 1 | Refused: no crawl may use it",
            })
    void theFirstLineNamesTheRuleThatDecides(String url, int depth, String line) {
        assertThat(Explanation.of(plan("https://docs.example.org/"), url, depth).getFirst())
                .startsWith(line);
    }

    @Test
    void anAddressThatNobodyMayReachIsTold() {
        assertThat(Explanation.of(plan("http://10.0.0.1/"), "http://10.0.0.1/", 0)
                        .getFirst())
                .startsWith("AddressRefused: unless a HostPolicy allows it");
    }

    @Test
    void whatDecidesLaterIsToldToo() {
        assertThat(Explanation.of(plan("https://docs.example.org/"), "HTTPS://docs.example.org:443/guide/#top", 1))
                .contains(
                        "then https://docs.example.org/robots.txt decides, for Own/1 (me@example.org)",
                        "then limits: maxPages 10, maxPagesPerHost 5, maxPagesPerSeed 4, maxSize 7000 bytes, maxSizePerHost 6000 bytes, maxSizePerSeed 5000 bytes",
                        "then the pages that name it: NoFollow where they ask not to follow it, NearDuplicate where 100 and more like it said hardly anything new",
                        "canonical form: https://docs.example.org/guide/",
                        "politeness is counted by: host:docs.example.org");
    }

    private static Plan plan(String seed) {
        return new Plan(
                PlanCodec.VERSION,
                new JobKey("research", "uid"),
                "handbook",
                "default",
                1,
                1,
                Priority.NORMAL,
                new Plan.Scope(
                        List.of(seed),
                        true,
                        Plan.Within.HOST,
                        Plan.Sitemaps.IGNORE,
                        List.of("/guide/"),
                        List.of("/old/"),
                        3),
                new Plan.Limits(10, 5L, 7_000L, 6_000L, 4L, 5_000L),
                new Plan.Fetch("Own/1 (me@example.org)", 30, 1_000, true, 0),
                new Plan.Politeness(0, 1, null),
                new Plan.Retry(3, 1, 2, 10, null),
                new Plan.Extract(true, false, false, false, List.of()),
                new Plan.Store(100, 1_000));
    }
}
