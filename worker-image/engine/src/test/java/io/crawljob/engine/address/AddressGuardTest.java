package io.crawljob.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.engine.address.AddressVerdict.Allowed;
import io.crawljob.engine.address.AddressVerdict.Reason;
import io.crawljob.engine.address.AddressVerdict.Refused;
import io.crawljob.engine.url.CanonicalUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(AddressPolicy.PUBLIC);
    private final AddressGuard local = new AddressGuard(AddressPolicy.LOCAL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "sub.example.co.uk",
                "8.8.8.8",
                "1.1.1.1",
                "192.0.0.9",
                "172.32.0.1",
                "100.128.0.1",
                "11.0.0.1",
                "223.255.255.255",
                "[2606:4700::1111]",
                "[2001:4860:4860::8888]",
                "[2001:4:112::1]",
                "[2a00:1450::1]",
                "xn--bcher-kva.example",
                "internal.example.org",
                "svc.example.org",
                "localhost.example.org",
            })
    void letsThePublicInternetThrough(String host) {
        assertThat(guard.judge(url("http://" + host + "/"))).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // IPv4 special-purpose, first and last of each range where it matters
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.170",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                // IPv6 special-purpose, multicast, unassigned
                "[::]",
                "[::1]",
                "[100::1]",
                "[2001:2::1]",
                "[2001:10::1]",
                "[2001:db8::1]",
                "[3fff::1]",
                "[5f00::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]",
                "[4000::1]",
                // IPv6 that carries IPv4, whether public or private
                "[::ffff:127.0.0.1]",
                "[::ffff:8.8.8.8]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b::8.8.8.8]",
                "[64:ff9b:1::10.0.0.1]",
                "[2002:7f00:1::]",
                "[2002:808:808::]",
                "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
            })
    void refusesEverythingSpecial(String host) {
        assertThat(guard.judge(url("http://" + host + "/"))).isEqualTo(new Refused(Reason.SPECIAL_ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "169.254.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "[fd00:ec2::254]",
                "[fd20:ce::254]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:a9fe:a9fe::]",
                "metadata.google.internal",
                "metadata",
                "instance-data",
            })
    void refusesACloudsMetadataEvenWherePrivateAddressesAreAllowed(String host) {
        assertThat(guard.judge(url("http://" + host + "/"))).isEqualTo(new Refused(Reason.METADATA));
        assertThat(local.judge(url("http://" + host + "/"))).isEqualTo(new Refused(Reason.METADATA));
    }

    @ParameterizedTest
    @CsvSource({
        "redis.crawl.svc,CLUSTER_NAME",
        "redis.crawl.svc.cluster.local,CLUSTER_NAME",
        "kubernetes,CLUSTER_NAME",
        "kubernetes.default,CLUSTER_NAME",
        "KUBERNETES.default.svc.,CLUSTER_NAME",
        "localhost,LOCAL_NAME",
        "site.localhost,LOCAL_NAME",
        "redis,LOCAL_NAME",
        "printer.local,LOCAL_NAME",
        "db.internal,LOCAL_NAME",
        "router.home.arpa,LOCAL_NAME",
        "hidden.onion,LOCAL_NAME",
    })
    void refusesNamesThatLeadInside(String host, Reason reason) {
        assertThat(guard.judge(url("http://" + host + "/"))).isEqualTo(new Refused(reason));
        assertThat(local.judge(url("http://" + host + "/"))).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "10.1.2.3", "[fd12::1]", "[::ffff:10.0.0.1]", "192.168.1.1"})
    void letsPrivateAddressesThroughWhereThePolicyDoes(String host) {
        assertThat(local.judge(url("http://" + host + "/"))).isInstanceOf(Allowed.class);
    }

    /** Spellings of 127.0.0.1 and of 169.254.169.254: each is one canonical URL that is refused, or none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://127.1",
                "http://127.0.1",
                "http://2130706433",
                "http://0x7f000001",
                "http://0x7f.0.0.1",
                "http://0177.0.0.1",
                "http://017700000001",
                "http://127.0.0.1.",
                "http://%31%32%37.0.0.1",
                "http://127.0.0.0x1",
                "http://①②⑦.⓪.⓪.①",
                "http://１２７.0.0.1",
                "http://127。0。0。1",
                "http://[::ffff:7f00:1]",
                "http://[0:0:0:0:0:ffff:127.0.0.1]",
                "http://user@127.0.0.1",
                "http://example.org@127.0.0.1",
                "http://127.0.0.1#@example.org",
                "http://127.0.0.1\\@example.org",
                "http:\\\\127.0.0.1",
                "http:127.0.0.1",
                "http:///127.0.0.1",
                "hTTp://127.0.0.1:80",
                "http://127.0.0.1:000080",
                "//127.0.0.1",
                "http://169.254.169.254",
                "http://2852039166",
                "http://0xA9FEA9FE",
                "http://0251.0376.0251.0376",
                "http://169.254.43518",
                "http://[::ffff:a9fe:a9fe]",
                "http://[fd00:ec2::254]",
                "http://metadata.google.internal.",
                "http://METADATA.google.internal",
                "http://metadata.google%2einternal",
                "http://[::]",
                "http://0",
                "http://0.0.0.0",
                "http://localhost",
                "http://LOCALHOST.",
                "http://ⓛocalhost",
                "http://local­host",
                "http://[::1%25lo]",
            })
    void noSpellingLeadsInside(String spelling) {
        var verdict = CanonicalUrl.parse(spelling).map(guard::judge);

        assertThat(verdict)
                .satisfiesAnyOf(
                        none -> assertThat(none).isEmpty(),
                        some -> assertThat(some).containsInstanceOf(Refused.class));
    }

    @Test
    void opensTheFourUsualPortsAndThoseOfThePolicy() {
        for (int port : new int[] {80, 443, 8080, 8443})
            assertThat(guard.judge(url("http://example.org:" + port))).isInstanceOf(Allowed.class);
        for (int port : new int[] {1, 22, 6379, 8081, 65535})
            assertThat(guard.judge(url("http://example.org:" + port))).isEqualTo(new Refused(Reason.PORT));
        assertThat(new AddressGuard(new AddressPolicy(false, Set.of(8081))).judge(url("http://example.org:8081")))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void privateAddressesOpenNoFurtherPort() {
        var mayGoInside = new AddressGuard(new AddressPolicy(true, Set.of()));

        assertThat(mayGoInside.judge(url("http://10.0.0.1/"))).isInstanceOf(Allowed.class);
        assertThat(mayGoInside.judge(url("http://10.0.0.1:6379/"))).isEqualTo(new Refused(Reason.PORT));
        assertThat(local.judge(url("http://10.0.0.1:6379/"))).isInstanceOf(Allowed.class);
    }

    @Test
    void judgesWhatANameResolvedTo() throws UnknownHostException {
        assertThat(guard.judge(InetAddress.getByName("93.184.216.34"))).isInstanceOf(Allowed.class);
        assertThat(guard.judge(InetAddress.getByName("10.96.0.1"))).isEqualTo(new Refused(Reason.SPECIAL_ADDRESS));
        assertThat(guard.judge(InetAddress.getByName("fe80::1"))).isEqualTo(new Refused(Reason.SPECIAL_ADDRESS));
        assertThat(local.judge(InetAddress.getByName("169.254.169.254"))).isEqualTo(new Refused(Reason.METADATA));
    }

    @Test
    void anAnswerNeverTellsWhatWasFound() {
        for (var reason : Reason.values()) assertThat(reason.message()).doesNotContainPattern("\\d+\\.\\d+\\.\\d+");
    }

    private static CanonicalUrl url(String text) {
        return CanonicalUrl.parse(text).orElseThrow(() -> new AssertionError(text));
    }
}
