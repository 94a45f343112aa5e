package io.crawljob.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class KindsTest {

    @Test
    void allKindsAreFoundByTheirCategoryAndShortNames(RealApiServer server) {
        var listed = server.kubectl("api-resources", "--categories=" + Api.CATEGORY, "--no-headers")
                .orFail()
                .out();

        assertThat(listed.lines().map(line -> line.split("\\s+")))
                .containsExactlyInAnyOrder(
                        row("crawljobs", "crawl", "true", "CrawlJob"),
                        row("crawlqueues", "crawlq", "true", "CrawlQueue"),
                        row("crawlschedules", "crawlsched", "true", "CrawlSchedule"),
                        row("hostpolicies", "hostpol", "false", "HostPolicy"));
    }

    private static String[] row(String plural, String shortName, String namespaced, String kind) {
        return new String[] {plural, shortName, Api.GROUP + "/" + Api.VERSION, namespaced, kind};
    }
}
