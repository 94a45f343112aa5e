package io.crawljob.worker.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.fetch.RequestHeader;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobHeadersTest {

    private static final RequestHeader HEADER = new RequestHeader("Authorization", "hidden");

    @ParameterizedTest
    @CsvSource({
        "https://docs.example.org/a, true, true",
        "http://docs.example.org/a, false, false",
        "https://docs.example.org:8443/a, false, true",
        "http://plain.example.org/a, true, true",
        "https://deep.docs.example.org/a, false, false",
        "https://x.api.example.org/a, false, true",
        "https://api.example.org/a, false, false",
        "https://evilapi.example.org/a, false, false",
        "https://docs.example.org.evil.example/, false, false",
    })
    void goesWhereItMay(String url, boolean plain, boolean secret) {
        var origins = Set.of("https://docs.example.org", "http://plain.example.org");
        var to = CanonicalUrl.parse(url).orElseThrow();
        var hosts = List.of("docs.example.org", "plain.example.org", "*.api.example.org");

        assertThat(new JobHeaders(origins, List.of(new JobHeaders.Given(HEADER, List.of())), null).to(to))
                .hasSize(plain ? 1 : 0);
        assertThat(new JobHeaders(origins, List.of(new JobHeaders.Given(HEADER, hosts)), null).to(to))
                .hasSize(secret ? 1 : 0);
        assertThat(HEADER.toString()).doesNotContain("hidden");
    }
}
