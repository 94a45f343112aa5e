package io.crawljob.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.CanonicalUrl;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageNetworkTest {

    /** Opens the private network to one namespace. */
    private static final HostPolicies POLICIES = new HostPolicies(
            1,
            new Rule("default", List.of(), 0L, 1, null, null, false, List.of(), List.of()),
            List.of(new Rule(
                    "intranet", List.of("*.corp.example"), 0L, 1, null, null, true, List.of("research"), List.of())));

    @ParameterizedTest
    @CsvSource({
        "www.example.org, wiki.corp.example, true",
        "wiki.corp.example, files.corp.example, false",
        "wiki.corp.example, cdn.example.org, false",
        "www.example.org, cdn.example.org, false",
    })
    void aPageOfTheInternetReachesNoPrivateHostThatIsOpenToItsJob(String page, String asked, boolean refused) {
        assertThat(PageNetwork.leadsInside(POLICIES, "research", url(page), url(asked)))
                .isEqualTo(refused);
    }

    private static CanonicalUrl url(String host) {
        return CanonicalUrl.parse("http://" + host + "/").orElseThrow();
    }
}
