package io.crawljob.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Some ten thousand pages, by {@code run --long}. */
@Tag("long")
class LongTest {

    private static final Duration CRAWL = Duration.ofHours(2);

    @RegisterExtension
    static final Tenant TENANT = new Tenant("e2e-long");

    @RegisterExtension
    static final Site SITE = Site.ofFolder("/usr/share/doc/openjdk-17-doc", "10.244.0.2", "openjdk.test");

    @Test
    void aManualOfTenThousandPagesIsRecordedWholeAndEachPageAskedForOnce() {
        TENANT.hostPolicy("openjdk.test", 5, 16);
        TENANT.queue("default", "workers: {max: 2, concurrency: 16}");
        var walked = SITE.walk("openjdk.test", "/api/index.html");

        var crawl = TENANT.crawl("openjdk", """
                source:
                  site: {seeds: ["http://openjdk.test/api/index.html"], maxDepth: 100}
                limits: {maxPages: 50000, maxPagesPerHost: 50000}
                failure: {maxFailedPercent: 50}
                """).awaitComplete(CRAWL);

        assertThat(crawl.recordedUrls()).containsExactlyElementsOf(walked.pages());
        assertThat(crawl.progress("failed")).isEqualTo(walked.broken().size());
        assertThat(SITE.hits("openjdk.test").stream().filter(Hit::isPage).map(Hit::url))
                .doesNotHaveDuplicates();
    }
}
