package io.crawljob.engine.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses written out. */
final class IpLiteral {

    private IpLiteral() {}

    /**
     * @param host of a canonical URL: IPv6 in brackets and without a dotted part, IPv4 as four decimal numbers, anything else a name
     * @return 4 or 16 bytes; those of an IPv6 address that carries an IPv4 address stay 16
     */
    static Optional<byte[]> parse(String host) {
        if (host.startsWith("[")) return Optional.of(ipv6(host.substring(1, host.length() - 1)));
        var last = host.charAt(host.length() - 1);
        if (last < '0' || last > '9') return Optional.empty();
        var parts = host.split("\\.", -1);
        if (parts.length != 4) return Optional.empty();
        var bytes = new byte[4];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) return Optional.empty();
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static byte[] ipv6(String text) {
        var gap = text.indexOf("::");
        var head = gap < 0 ? text : text.substring(0, gap);
        var tail = gap < 0 ? "" : text.substring(gap + 2);
        var bytes = new byte[16];
        put(bytes, 0, head);
        put(bytes, 16 - 2 * count(tail), tail);
        return bytes;
    }

    private static int count(String pieces) {
        return pieces.isEmpty() ? 0 : pieces.split(":", -1).length;
    }

    private static void put(byte[] bytes, int at, String pieces) {
        if (pieces.isEmpty()) return;
        for (var piece : pieces.split(":", -1)) {
            var value = Integer.parseInt(piece, 16);
            bytes[at++] = (byte) (value >> 8);
            bytes[at++] = (byte) value;
        }
    }

    /** Never asks a name server. */
    static InetAddress toAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }
}
