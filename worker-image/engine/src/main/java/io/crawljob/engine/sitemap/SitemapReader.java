package io.crawljob.engine.sitemap;

import io.crawljob.engine.url.CanonicalUrl;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads sitemaps of every form: XML, its index, RSS, Atom, plain text, and each of them in gzip. Works as a stream: beside the content and the URLs it keeps
 * a few kilobytes. Thread-safe.
 */
public final class SitemapReader {

    /** The protocol's bounds, for one sitemap, decoded. */
    public static final int MOST_URLS = 50_000;

    public static final int MOST_BYTES = 50 * 1024 * 1024;

    private static final int BUFFER = 8 * 1024;
    private static final int PEEKED = 256;
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)");

    /** Never fails: what comes before an error or a bound is used. */
    public Sitemap read(CanonicalUrl url, byte[] content) {
        var collector = new SitemapCollector(url);
        try (var in = new Bounded(decoded(content), MOST_BYTES)) {
            read(in, collector);
            if (in.isCut()) collector.warn("it is larger than %d bytes; the rest was left out".formatted(MOST_BYTES));
        } catch (IOException e) {
            collector.warn("it ends in the middle: " + e.getMessage());
        }
        return collector.result();
    }

    private static void read(InputStream bytes, SitemapCollector collector) throws IOException {
        var ahead = new PushbackInputStream(bytes, PEEKED);
        var start = ahead.readNBytes(PEEKED);
        ahead.unread(start);
        var charset = charset(start);
        var reader = new InputStreamReader(ahead, charset);
        var text = new String(start, charset).replace("\uFEFF", "").stripLeading();
        if (text.startsWith("<")) collector.xml(new XmlScanner(reader));
        else lines(new BufferedReader(reader), collector);
    }

    private static void lines(BufferedReader reader, SitemapCollector collector) throws IOException {
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            collector.line(line.replace("\uFEFF", ""));
        }
    }

    private static InputStream decoded(byte[] content) throws IOException {
        var zipped = content.length > 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
        var bytes = new ByteArrayInputStream(content);
        return zipped ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }

    private static Charset charset(byte[] start) {
        if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) return StandardCharsets.UTF_16BE;
        if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) return StandardCharsets.UTF_16LE;
        var declared = ENCODING.matcher(new String(start, StandardCharsets.ISO_8859_1).strip());
        if (!declared.find()) return StandardCharsets.UTF_8;
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Ends after a number of bytes, and knows whether there were more. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private int left;
        private boolean cut;

        Bounded(InputStream in, int most) {
            this.in = in;
            this.left = most;
        }

        boolean isCut() {
            return cut;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            if (left == 0) {
                cut = cut || in.read() >= 0;
                return -1;
            }
            var count = in.read(to, at, Math.min(length, left));
            if (count > 0) left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
