package io.crawljob.engine.url;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL in its one canonical form: equal text means the same resource to a crawl.
 *
 * <p>The form is what the WHATWG URL standard serialises, and in addition: no fragment, no empty query, no dot at the end of the host; percent-encoded
 * unreserved characters are decoded, hexadecimal digits are upper case, and what RFC 3986 does not allow in a path or query is encoded, but for square
 * brackets. It holds no space and nothing outside of ASCII. Refused: a user name or password, an IPv4 address that is not four plain decimal numbers, a host
 * name that DNS cannot carry.
 *
 * <p>Immutable. {@link #parse} of {@link #toString} gives an equal URL.
 */
public final class CanonicalUrl implements Comparable<CanonicalUrl> {

    private static final MessageDigest SHA_256 = newSha256();

    private final String text;
    private final int hostStart;
    private final int hostEnd;
    private final int pathStart;

    /** For text that is canonical already; the offsets are where the host begins and ends and the path begins. */
    CanonicalUrl(String text, int hostStart, int hostEnd, int pathStart) {
        this.text = text;
        this.hostStart = hostStart;
        this.hostEnd = hostEnd;
        this.pathStart = pathStart;
    }

    /** Empty if the text is not an absolute URL that a crawl may use; {@link UrlReading#of} says why. */
    public static Optional<CanonicalUrl> parse(String text) {
        var normal = NormalForm.scan(text);
        if (normal != null) return Optional.of(normal);
        return UrlReading.read(null, text).accepted();
    }

    /** The URL that a reference on a page with this URL (or this base) means; empty as for {@link #parse}. */
    public Optional<CanonicalUrl> resolve(String reference) {
        return resolve(reference, StandardCharsets.UTF_8);
    }

    /**
     * As {@link #resolve(String)}, for a page that is not in UTF-8: browsers write the query in the page's own charset, and servers expect it so.
     */
    public Optional<CanonicalUrl> resolve(String reference, Charset pageCharset) {
        var normal = Reference.resolveNormal(this, reference);
        if (normal != null) return Optional.of(normal);
        return UrlReading.of(this, reference, pageCharset).accepted();
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return isHttps() ? "https" : "http";
    }

    public boolean isHttps() {
        return text.charAt(4) == 's';
    }

    /** As it stands in the URL: lower case, an IPv6 address in its brackets. */
    public String host() {
        return text.substring(hostStart, hostEnd);
    }

    /** The port that a connection uses, the scheme's default included. */
    public int port() {
        if (hostEnd == pathStart) return isHttps() ? 443 : 80;
        return Integer.parseInt(text, hostEnd + 1, pathStart, 10);
    }

    /** {@code scheme://host}, with {@code :port} unless it is the scheme's default. */
    public String origin() {
        return text.substring(0, pathStart);
    }

    /** {@code host}, with {@code :port} unless it is the scheme's default. */
    public String authority() {
        return text.substring(hostStart, pathStart);
    }

    /** What the host's budget is counted by: {@code host:} and the authority. */
    public String lane() {
        return "host:" + authority();
    }

    /** Begins with a slash. */
    public String path() {
        var query = text.indexOf('?', pathStart);
        return query < 0 ? text.substring(pathStart) : text.substring(pathStart, query);
    }

    /** Path and, after a question mark, the query: what a request asks for. */
    public String pathAndQuery() {
        return text.substring(pathStart);
    }

    /** The registrable domain by the public suffix list; the host itself if it has none (an address, a suffix, an unknown name). */
    public String registrableDomain() {
        var url = HttpUrl.Companion.parse(origin());
        var domain = url == null ? null : url.topPrivateDomain();
        return domain == null ? host() : domain;
    }

    /** The first 8 bytes, big-endian, of the SHA-256 of the canonical text: stable for ever, and nobody can forge a page that hides another. */
    public long fingerprint() {
        var digest = sha256().digest(text.getBytes(StandardCharsets.ISO_8859_1));
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) value = (value << 8) | (digest[i] & 0xff);
        return value;
    }

    /** A copy costs less than asking for one by name, for every link of every page. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be copied", e);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    int pathStart() {
        return pathStart;
    }

    /** Another canonical URL of the same origin. */
    CanonicalUrl withTail(String canonical) {
        return new CanonicalUrl(canonical, hostStart, hostEnd, pathStart);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalUrl url && text.equals(url.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(CanonicalUrl other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
