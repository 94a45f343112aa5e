package io.crawljob.engine.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.url.UrlReading.Accepted;
import io.crawljob.engine.url.UrlReading.Invalid;
import io.crawljob.engine.url.UrlReading.Refused;
import org.junit.jupiter.api.Test;

/** The two readings of one text: the standard's, and what a crawl makes of it. */
class UrlReadingTest {

    @Test
    void tellsTheStandardsFormBesidesOurs() {
        var reading = UrlReading.read("http://example.org/dir/page", "../%7Euser?#top");

        assertThat(reading).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.parsed()).isEqualTo("http://example.org/%7Euser?#top");
            assertThat(accepted.url()).hasToString("http://example.org/~user");
        });
    }

    @Test
    void aPasswordIsValidByTheStandardAndRefusedByUs() {
        var reading = UrlReading.read(null, "http://us@er:se:cret@example.org/");

        assertThat(reading).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.parsed()).isEqualTo("http://us%40er:se%3Acret@example.org/");
            assertThat(refused.reason()).contains("password");
        });
    }

    @Test
    void anOctalAddressIsValidByTheStandardAndRefusedByUs() {
        var reading = UrlReading.read(null, "http://0300.0250.1/");

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.parsed()).isEqualTo("http://192.168.0.1/"));
    }

    @Test
    void aBaseOfAnotherSchemeIsNoBase() {
        assertThat(UrlReading.read("about:blank", "page")).isInstanceOf(Invalid.class);
        assertThat(UrlReading.read("mailto:a@example.org", "http://example.org/"))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void aBaseThatIsNoUrlMakesNothingOfItsReferences() {
        assertThat(UrlReading.read("http://[", "page")).isInstanceOf(Invalid.class);
    }

    @Test
    void writesIpv6AddressesInTheirShortestForm() {
        assertThat(parsed("http://[1:0:0:2:0:0:0:3]/")).isEqualTo("http://[1:0:0:2::3]/");
        assertThat(parsed("http://[1:0:2:3:4:5:6:7]/")).isEqualTo("http://[1:0:2:3:4:5:6:7]/");
        assertThat(parsed("http://[1:2:3:4:5:6:7::]/")).isEqualTo("http://[1:2:3:4:5:6:7:0]/");
        assertThat(parsed("http://[::]/")).isEqualTo("http://[::]/");
        assertThat(parsed("http://[1::]/")).isEqualTo("http://[1::]/");
        assertThat(parsed("http://[::13.1.68.3]/")).isEqualTo("http://[::d01:4403]/");
    }

    private static String parsed(String text) {
        return ((Accepted) UrlReading.read(null, text)).parsed();
    }
}
