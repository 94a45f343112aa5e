package io.crawljob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Plan;
import io.crawljob.queue.Plan.Field;
import io.crawljob.queue.Plan.FieldType;
import io.crawljob.queue.RedisServerProcess;
import io.crawljob.worker.site.Site;
import io.crawljob.worker.site.Site.Answer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a job asks of its pages is in their records. */
@Timeout(60)
class ExtractionTest {

    @AutoClose
    private static final RedisServerProcess REDIS = RedisServerProcess.start();

    private static final String PAGE = """
            <html lang=en><head><title>Kettle</title></head><body><nav><a href=/x>Other, things</a></nav>
            <article itemscope itemtype="https://schema.org/Product"><h1 itemprop=name>Kettle</h1>
            <p>It boils water, and it does so fast, for all who want tea, coffee, or a soup at any time of the day.</p>
            <p itemprop=offers itemscope><b class=price itemprop=price>$1,299.00</b> <i itemprop=priceCurrency>USD</i></p></article></body>""";

    @AutoClose
    private final Site site = new Site();

    @AutoClose
    private final Crawl crawl = new Crawl(REDIS);

    @Test
    void everyPartThatTheJobAsksForIsInTheRecord() {
        site.on("/", Answer.html(PAGE));
        var fields = List.of(
                new Field("price", ".price", null, FieldType.NUMBER, false, true),
                new Field("size", ".size", null, FieldType.STRING, false, true));

        var record = crawl.crawl(plan(new Plan.Extract(true, false, true, true, fields)))
                .record(site.url("/"));

        assertThat(record.at("/article/text").asText())
                .startsWith("It boils water")
                .doesNotContain("Other, things");
        assertThat(record.at("/product/price").decimalValue()).isEqualByComparingTo("1299");
        assertThat(record.at("/product/currency").asText()).isEqualTo("USD");
        assertThat(record.at("/fields/price").decimalValue()).isEqualByComparingTo("1299");
        assertThat(record.at("/metadata/microdata/0/@type").asText()).isEqualTo("Product");
        assertThat(record.at("/warnings/0").asText()).contains("size is required");
    }

    @Test
    void whatTheJobDoesNotAskForIsNot() {
        site.on("/", Answer.html(PAGE));

        var record = crawl.crawl(plan(new Plan.Extract(false, false, false, false, List.of())))
                .record(site.url("/"));

        for (var part : List.of("article", "product", "fields", "metadata", "links", "warnings")) {
            assertThat(record.has(part)).as(part).isFalse();
        }
    }

    private Plan plan(Plan.Extract extract) {
        var plan = TestPlans.plan(
                new JobKey("research", "extraction-" + System.nanoTime()), TestPlans.scope(site.url("/")));
        return TestPlans.with(plan, extract);
    }
}
