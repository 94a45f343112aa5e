package io.crawljob.engine.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.mozilla.universalchardet.Constants;
import org.mozilla.universalchardet.UniversalDetector;

/** Which charset a page is written in: byte order mark, header, {@code <meta>} in the first 1,024 bytes, else what the bytes look like. */
final class CharsetDecision {

    private static final int PRESCAN = 1_024;
    private static final int DETECTED = 64 * 1_024;
    private static final int ZEROS_LOOKED_AT = 512;

    private CharsetDecision() {}

    static Charset decide(byte[] bytes, MediaType type) {
        return byMark(bytes)
                .or(() -> CharsetLabel.find(type.charset()))
                .or(() -> byMeta(bytes))
                .or(() -> byZeros(bytes))
                .orElseGet(() -> byLooks(bytes));
    }

    private static Optional<Charset> byMark(byte[] bytes) {
        if (Bytes.startsWith(bytes, 0xEF, 0xBB, 0xBF)) return Optional.of(StandardCharsets.UTF_8);
        if (Bytes.startsWith(bytes, 0xFE, 0xFF)) return Optional.of(StandardCharsets.UTF_16BE);
        return Bytes.startsWith(bytes, 0xFF, 0xFE) ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    /** A page that can be read up to its {@code <meta>} as ASCII is not UTF-16, whatever it says. */
    private static Optional<Charset> byMeta(byte[] bytes) {
        var label = MetaPrescan.charset(Bytes.latin1(bytes, PRESCAN));
        var charset = CharsetLabel.find(label);
        return charset.map(
                found -> found.name().toUpperCase(Locale.ROOT).startsWith("UTF-16") ? StandardCharsets.UTF_8 : found);
    }

    /** UTF-16 without a mark: of Western text, and of tags in any text, every other byte is zero. */
    private static Optional<Charset> byZeros(byte[] bytes) {
        int even = 0;
        int odd = 0;
        var length = Math.min(bytes.length, ZEROS_LOOKED_AT) & ~1;
        for (int i = 0; i < length; i += 2) {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        var many = length / 5;
        if (length < 4 || Math.min(even, odd) > many / 4) return Optional.empty();
        if (even > many) return Optional.of(StandardCharsets.UTF_16BE);
        return odd > many ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    /** Mac Cyrillic shares its letters' frequencies with windows-1251, and pages that name neither are in the latter. */
    private static Charset byLooks(byte[] bytes) {
        if (isUtf8(bytes)) return StandardCharsets.UTF_8;
        var detector = new UniversalDetector();
        detector.handleData(bytes, 0, Math.min(bytes.length, DETECTED));
        detector.dataEnd();
        return Optional.ofNullable(detector.getDetectedCharset())
                .map(name -> name.equals(Constants.CHARSET_MACCYRILLIC) ? Constants.CHARSET_WINDOWS_1251 : name)
                .flatMap(CharsetLabel::find)
                .orElseGet(() -> CharsetLabel.find("windows-1252").orElse(StandardCharsets.ISO_8859_1));
    }

    /** But for a character that the end of what is looked at may cut in two. */
    private static boolean isUtf8(byte[] bytes) {
        int length = Math.min(bytes.length, DETECTED);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) length--;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
