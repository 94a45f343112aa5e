package io.crawljob.engine.fetch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** Undoes Content-Encoding as a stream, so that whoever reads decides how much of it is ever decoded. */
final class Decoding {

    /** What we can undo, and so ask for. */
    static final String ACCEPTED = "gzip, deflate, br, zstd";

    /** Nobody encodes a page three times, but for harm. */
    private static final int MOST_CODINGS = 2;

    private static final int BUFFER = 8 * 1024;

    /** 8 MiB of window: RFC 9659 lets no server ask for more. */
    private static final int ZSTD_WINDOW_LOG = 23;

    private Decoding() {}

    /** @param header Content-Encoding, or empty */
    static InputStream decode(InputStream body, String header) throws IOException {
        if (header.isEmpty()) return body;
        var codings = header.toLowerCase(Locale.ROOT).split(",", -1);
        if (codings.length > MOST_CODINGS) {
            throw new ProtocolException(
                    "the body is encoded %d times, at most %d are undone".formatted(codings.length, MOST_CODINGS));
        }
        var decoded = body;
        for (int i = codings.length - 1; i >= 0; i--) decoded = decodeOne(decoded, codings[i].strip());
        return decoded;
    }

    private static InputStream decodeOne(InputStream body, String coding) throws IOException {
        return switch (coding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> gzip(body);
            case "deflate" -> deflate(body);
            case "br" -> new BrotliInputStream(body, BUFFER);
            case "zstd" -> new ZstdInputStream(body).setLongMax(ZSTD_WINDOW_LOG);
            default ->
                throw new ProtocolException(
                        "the content encoding %s was not asked for, only %s".formatted(coding, ACCEPTED));
        };
    }

    /** Some servers say gzip of what they did not compress; and an empty body needs no header of its own. */
    private static InputStream gzip(InputStream body) throws IOException {
        var ahead = new PushbackInputStream(body, 2);
        var magic = ahead.readNBytes(2);
        ahead.unread(magic);
        var compressed = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return compressed ? new GZIPInputStream(ahead, BUFFER) : ahead;
    }

    /** The name means the zlib format (RFC 9110 section 8.4.1.2); some servers send the bare stream without its two bytes of header. */
    private static InputStream deflate(InputStream body) throws IOException {
        var ahead = new PushbackInputStream(body, 2);
        var header = ahead.readNBytes(2);
        ahead.unread(header);
        if (header.length < 2) return ahead;
        var isZlib = (header[0] & 0x0f) == 8 && (((header[0] & 0xff) << 8) | (header[1] & 0xff)) % 31 == 0;
        return isZlib ? new InflaterInputStream(ahead) : new BareInflate(ahead);
    }

    /** Gives back its native memory, which the JDK's does only for the inflater that it made itself. */
    private static final class BareInflate extends InflaterInputStream {

        BareInflate(InputStream body) {
            super(body, new Inflater(true), BUFFER);
        }

        @Override
        public void close() throws IOException {
            try (var _ = in) {
                inf.end();
            }
        }
    }
}
