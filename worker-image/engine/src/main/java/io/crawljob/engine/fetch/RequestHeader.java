package io.crawljob.engine.fetch;

import java.util.regex.Pattern;

/**
 * One header of a request. Its value may be a secret, so its text does not show it.
 *
 * @param name a token
 * @param value printable ASCII, blanks and tabs
 */
public record RequestHeader(String name, String value) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    public RequestHeader {
        if (!TOKEN.matcher(name).matches())
            throw new IllegalArgumentException("\"" + name + "\" is no name of a header");
        if (!isValue(value)) {
            throw new IllegalArgumentException(
                    "the value of header " + name + " has other characters than printable ASCII");
        }
    }

    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return name + ": ***";
    }
}
