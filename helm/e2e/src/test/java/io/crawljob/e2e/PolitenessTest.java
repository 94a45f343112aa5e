package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One budget for a host, whoever asks: measured by the host. */
class PolitenessTest {

    private static final Duration CRAWL = Duration.ofMinutes(5);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-polite");

    @RegisterExtension
    static final Site SITE =
            Site.ofFolder("/usr/share/doc/postgresql-doc-15/html", "10.244.0.2", "polite.test", "generous.test");

    @Test
    void twoJobsOfTwoQueuesOnOneHostKeepItsBudgetTogether() {
        TENANT.hostPolicy("polite.test", 250, 1);
        TENANT.queue("one", "workers: {max: 1}");
        TENANT.queue("two", "workers: {max: 1}");

        var crawls = List.of(start("one", "polite.test", "index.html"), start("two", "polite.test", "sql.html"));
        crawls.forEach(crawl -> crawl.awaitComplete(CRAWL));

        var hits = SITE.hits("polite.test");
        assertThat(hits).hasSizeBetween(81, 84);
        assertThat(new Budget(0.25, 1).breaches(hits)).isEmpty();
    }

    /** The negative control: the same measure on a host that allows more has to see that more was done. */
    @Test
    void theMeasureSeesWhatAWiderBudgetAllows() {
        TENANT.hostPolicy("generous.test", 0, 8);
        TENANT.queue("generous", "workers: {max: 1}");

        start("generous", "generous.test", "index.html").awaitComplete(CRAWL);

        assertThat(new Budget(0.25, 1).breaches(SITE.hits("generous.test"))).isNotEmpty();
    }

    private static Crawl start(String queue, String host, String page) {
        return TENANT.crawl("of-" + queue, """
                queueName: %s
                source:
                  site: {seeds: ["http://%s/%s"]}
                limits: {maxPages: 40}
                """.formatted(queue, host, page));
    }
}
