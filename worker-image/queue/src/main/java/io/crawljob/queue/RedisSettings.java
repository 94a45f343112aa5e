package io.crawljob.queue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where the Redis is, and as whom to speak to it.
 *
 * @param url {@code redis://host:port/db} or {@code rediss://…}; user and password may stand in it or in the two next
 * @param prefix of every key, so that installations can share a server
 * @param authorities who may have signed its certificate, in PEM; empty: whoever Java trusts
 */
public record RedisSettings(
        URI url, @Nullable String user, @Nullable String password, String prefix, String authorities) {

    public static final String DEFAULT_PREFIX = "crawl";

    /** A server without TLS, or with a certificate that Java trusts. */
    public RedisSettings(URI url, @Nullable String user, @Nullable String password, String prefix) {
        this(url, user, password, prefix, "");
    }

    /** @throws CertificateException when the text is not one or more certificates in PEM */
    public static void checkAuthorities(String pem) throws CertificateException {
        if (CertificateFactory.getInstance("X.509")
                .generateCertificates(stream(pem))
                .isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
    }

    static InputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** Without the secrets, for messages and logs. */
    @Override
    public String toString() {
        return "%s://%s:%d (prefix %s)".formatted(url.getScheme(), url.getHost(), url.getPort(), prefix);
    }
}
