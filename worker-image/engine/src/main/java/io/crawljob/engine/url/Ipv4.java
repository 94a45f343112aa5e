package io.crawljob.engine.url;

/** An IPv4 address, read as the WHATWG URL standard does: one to four numbers, decimal, octal or hexadecimal. */
record Ipv4(long value) {

    static boolean endsInNumber(String host) {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        var last = name.substring(name.lastIndexOf('.') + 1);
        if (last.isEmpty()) return false;
        return last.chars().allMatch(c -> c >= '0' && c <= '9') || number(last) >= 0;
    }

    static Ipv4 parse(String host) throws InvalidUrlException {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        var parts = name.split("\\.", -1);
        if (parts.length > 4) throw new InvalidUrlException("the IPv4 address has more than four numbers");
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            var number = number(parts[i]);
            var last = i == parts.length - 1;
            var limit = last ? 1L << (8 * (5 - parts.length)) : 256;
            if (number < 0 || number >= limit)
                throw new InvalidUrlException("the host ends in a number and is no IPv4 address");
            value = (value << (last ? 8 * (5 - parts.length) : 8)) | number;
        }
        return new Ipv4(value);
    }

    String text() {
        return (value >> 24) + "." + ((value >> 16) & 0xff) + "." + ((value >> 8) & 0xff) + "." + (value & 0xff);
    }

    /** The number, or -1 if it is none; whatever is beyond 40 bits counts as 2^40, which no part may be. */
    private static long number(String text) {
        int radix = 10;
        int from = 0;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            radix = 16;
            from = 2;
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = 8;
            from = 1;
        }
        if (text.isEmpty()) return -1;
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            var digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) return -1;
            value = Math.min(value * radix + digit, 1L << 40);
        }
        return value;
    }
}
