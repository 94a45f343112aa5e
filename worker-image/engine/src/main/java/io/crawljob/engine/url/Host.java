package io.crawljob.engine.url;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * A host as the WHATWG URL standard parses it.
 *
 * @param text serialised: lower-case ASCII, four decimal numbers, or IPv6 in brackets
 * @param plain false if it was an IPv4 address in a form that programs read differently (octal, hexadecimal, fewer than four numbers)
 */
record Host(String text, boolean plain) {

    /** The standard's forbidden domain code points that are printable; control characters, space and DEL are too. */
    private static final String FORBIDDEN = "#/:<>?@[\\]^|%";

    static Host parse(String text) throws InvalidUrlException {
        if (text.isEmpty()) throw new InvalidUrlException("it has no host");
        if (text.startsWith("[")) {
            if (!text.endsWith("]")) throw new InvalidUrlException("the IPv6 address has no closing bracket");
            return new Host(
                    "[" + Ipv6.parse(text.substring(1, text.length() - 1)).text() + "]", true);
        }
        var name = toAscii(percentDecode(text));
        if (!Ipv4.endsInNumber(name)) return new Host(name, true);
        var address = Ipv4.parse(name);
        return new Host(address.text(), address.text().equals(text));
    }

    private static String toAscii(String name) throws InvalidUrlException {
        if (name.isEmpty()) throw new InvalidUrlException("it has no host");
        var ascii = name.toLowerCase(Locale.ROOT);
        if (!isAscii(name) || ascii.startsWith("xn--") || ascii.contains(".xn--")) ascii = International.toAscii(name);
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c <= ' ' || c == 0x7f || FORBIDDEN.indexOf(c) >= 0)
                throw new InvalidUrlException("the host holds a forbidden character");
        }
        return ascii;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) return false;
        }
        return true;
    }

    private static String percentDecode(String text) {
        if (text.indexOf('%') < 0) return text;
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            var value = bytes[i] == '%' && i + 2 < bytes.length
                    ? PercentForm.hex((char) bytes[i + 1], (char) bytes[i + 2])
                    : -1;
            out.write(value < 0 ? bytes[i] : value);
            if (value >= 0) i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** International names, by UTS 46 as OkHttp carries it. */
    private static final class International {

        static String toAscii(String name) throws InvalidUrlException {
            var ascii = "";
            try {
                ascii = new HttpUrl.Builder().scheme("http").host(name).build().host();
            } catch (IllegalArgumentException _) {
                // Empty is no name either.
            }
            for (var label : ascii.split("\\.", -1)) {
                if (ascii.isEmpty() || !InternationalLabel.isValid(label))
                    throw new InvalidUrlException("the host is not a valid international name");
            }
            return ascii;
        }
    }
}
