package io.crawljob.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.FetchOutcome.Failed;
import io.crawljob.engine.url.CanonicalUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with TLS, whose certificate this process trusts, or does not. */
class SecureServerTest {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @TempDir
    Path folder;

    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        var own =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        server.useHttps(own.sslSocketFactory());
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(TRUST_STORE);
        server.close();
    }

    @Test
    void speaksHttp2WhereTheServerOffersIt() throws Exception {
        trust();
        server.enqueue(new MockResponse.Builder().body("hello").build());

        try (var fetcher = new Fetcher()) {
            var body = (Body) fetcher.fetch(Requests.of(url()));

            assertThat(new String(body.bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
    }

    @Test
    void speaksHttp1WhereItDoesNot() throws Exception {
        trust();
        server.setProtocols(List.of(Protocol.HTTP_1_1));
        server.enqueue(new MockResponse.Builder().body("hello").build());

        try (var fetcher = new Fetcher()) {
            assertThat(fetcher.fetch(Requests.of(url()))).isInstanceOf(Body.class);
        }
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsATlsFailure() {
        try (var fetcher = new Fetcher()) {
            var failed = (Failed) fetcher.fetch(Requests.of(url()));

            assertThat(failed.failure()).isEqualTo(FailureClass.TLS);
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aPrivateAuthorityThatIsNamedIsTrustedBesidesTheJvmsOwn() throws Exception {
        server.enqueue(new MockResponse.Builder().body("hello").build());
        var bundle = "# of our house\n" + certificate.certificatePem() + other().certificatePem();
        var authorities = Authorities.parse(bundle.getBytes(StandardCharsets.US_ASCII));

        try (var fetcher = new Fetcher(new SiteAccess(null, authorities))) {
            assertThat(fetcher.fetch(Requests.of(url()))).isInstanceOf(Body.class);
        }
        assertThat(authorities).hasSize(2);
        assertThat(Authorities.trust(authorities).getAcceptedIssuers()).hasSizeGreaterThan(10);
    }

    @Test
    void anotherAuthorityThanTheServersChangesNothing() {
        try (var fetcher = new Fetcher(new SiteAccess(null, List.of(other().certificate())))) {
            assertThat(((Failed) fetcher.fetch(Requests.of(url()))).failure()).isEqualTo(FailureClass.TLS);
        }
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aBundleThatIsNoneIsRefusedWithTheReason() {
        for (var text :
                List.of("", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            assertThatThrownBy(() -> Authorities.parse(text.getBytes(StandardCharsets.US_ASCII)))
                    .as(text)
                    .isInstanceOf(CertificateException.class)
                    .message()
                    .isNotBlank();
        }
    }

    private static HeldCertificate other() {
        return new HeldCertificate.Builder().commonName("other").build();
    }

    private CanonicalUrl url() {
        return CanonicalUrl.parse("https://127.0.0.1:%d/".formatted(server.getPort()))
                .orElseThrow();
    }

    private void trust() throws GeneralSecurityException, IOException {
        var file = folder.resolve("trusted.jks");
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setCertificateEntry("test", certificate.certificate());
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "unread".toCharArray());
        }
        System.setProperty(TRUST_STORE, file.toString());
    }
}
