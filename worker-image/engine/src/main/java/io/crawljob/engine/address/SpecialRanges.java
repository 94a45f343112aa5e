package io.crawljob.engine.address;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * IANA's special-purpose address registries for IPv4 and IPv6, with multicast and the IPv6 forms that carry an IPv4 address. An address is given by its 4 or
 * 16 bytes.
 */
final class SpecialRanges {

    /** Not globally reachable by IANA's registry, multicast, and the deprecated relay anycast. */
    private static final List<Cidr> SPECIAL_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Of these exceptions inside 192.0.0.0/24 the registry says that they are globally reachable. */
    private static final List<Cidr> GLOBAL_V4 = ranges("192.0.0.9/32", "192.0.0.10/32");

    /** IANA gives out global unicast addresses from here alone; everything else is special, multicast or unassigned. */
    private static final Cidr UNICAST_V6 = Cidr.of("2000:0:0:0:0:0:0:0/3");

    /** Protocol assignments with Teredo and ORCHID, documentation, 6to4. Segment routing's 5f00::/16 lies outside of {@link #UNICAST_V6}. */
    private static final List<Cidr> SPECIAL_V6 = ranges(
            "2001:0:0:0:0:0:0:0/23", "2001:db8:0:0:0:0:0:0/32", "2002:0:0:0:0:0:0:0/16", "3fff:0:0:0:0:0:0:0/20");

    /** Anycast for port control, TURN and DNS-SD, AMT, AS112, ORCHIDv2, drone remote identification. */
    private static final List<Cidr> GLOBAL_V6 = ranges(
            "2001:1:0:0:0:0:0:1/128",
            "2001:1:0:0:0:0:0:2/128",
            "2001:1:0:0:0:0:0:3/128",
            "2001:3:0:0:0:0:0:0/32",
            "2001:4:112:0:0:0:0:0/48",
            "2001:20:0:0:0:0:0:0/28",
            "2001:30:0:0:0:0:0:0/28");

    /** Of AWS, Google, Azure, Alibaba, Oracle and others: all link-local IPv4 addresses, and the ones outside of it. */
    private static final List<Cidr> METADATA = ranges(
            "169.254.0.0/16",
            "100.100.100.200/32",
            "168.63.129.16/32",
            "192.0.0.192/32",
            "fd00:ec2:0:0:0:0:0:0/32",
            "fd20:ce:0:0:0:0:0:254/128");

    /** Where the carried address lies, in bytes: at the end of mapped, compatible, translated and NAT64 ones. */
    private static final List<Cidr> CARRY_AT_END = ranges(
            "0:0:0:0:0:ffff:0:0/96",
            "0:0:0:0:0:0:0:0/96",
            "0:0:0:0:ffff:0:0:0/96",
            "64:ff9b:0:0:0:0:0:0/96",
            "64:ff9b:1:0:0:0:0:0/48");

    private static final Cidr SIX_TO_FOUR = Cidr.of("2002:0:0:0:0:0:0:0/16");
    private static final Cidr TEREDO = Cidr.of("2001:0:0:0:0:0:0:0/32");

    private SpecialRanges() {}

    /** Globally reachable by the registries, and no form that carries another address. */
    static boolean isPublic(byte[] address) {
        if (address.length == 4) return !in(SPECIAL_V4, address) || in(GLOBAL_V4, address);
        return UNICAST_V6.contains(address) && (!in(SPECIAL_V6, address) || in(GLOBAL_V6, address));
    }

    static boolean isMetadata(byte[] address) {
        return in(METADATA, address);
    }

    /** The IPv4 address that an IPv6 address leads to. */
    static Optional<byte[]> carriedIpv4(byte[] address) {
        if (address.length == 4) return Optional.empty();
        if (in(CARRY_AT_END, address)) return Optional.of(Arrays.copyOfRange(address, 12, 16));
        if (SIX_TO_FOUR.contains(address)) return Optional.of(Arrays.copyOfRange(address, 2, 6));
        if (!TEREDO.contains(address)) return Optional.empty();
        var client = Arrays.copyOfRange(address, 12, 16);
        for (int i = 0; i < client.length; i++) client[i] = (byte) ~client[i];
        return Optional.of(client);
    }

    private static boolean in(List<Cidr> ranges, byte[] address) {
        for (var range : ranges) {
            if (range.contains(address)) return true;
        }
        return false;
    }

    private static List<Cidr> ranges(String... ranges) {
        return Stream.of(ranges).map(Cidr::of).toList();
    }

    /** A range of addresses of one family. */
    @SuppressWarnings("ArrayRecordComponent") // private here, never compared
    private record Cidr(byte[] network, int bits) {

        /** @param text IPv6 with all eight pieces */
        static Cidr of(String text) {
            var slash = text.indexOf('/');
            var address = text.substring(0, slash);
            var literal = IpLiteral.parse(address.indexOf(':') < 0 ? address : "[" + address + "]");
            return new Cidr(literal.orElseThrow(), Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) return false;
            var whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, network, 0, whole)) return false;
            var rest = bits % 8;
            return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
        }
    }
}
