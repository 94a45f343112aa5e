package io.crawljob.engine.address;

import io.crawljob.engine.address.AddressVerdict.Allowed;
import io.crawljob.engine.address.AddressVerdict.Reason;
import io.crawljob.engine.address.AddressVerdict.Refused;
import io.crawljob.engine.url.CanonicalUrl;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Keeps requests out of the cluster, the machine and the cloud's metadata. It judges the text of a URL before anything is asked, and each address before a
 * connection; only both together hold, because a public name may resolve to a private address. Pure; equal for equal policies.
 */
public record AddressGuard(AddressPolicy policy) {

    private static final AddressVerdict ALLOWED = new Allowed();

    /** Judges port and host as they stand, without resolving a name. */
    public AddressVerdict judge(CanonicalUrl url) {
        if (!policy.opens(url.port())) return new Refused(Reason.PORT);
        var host = url.host();
        var literal = IpLiteral.parse(host);
        return literal.isPresent() ? judge(literal.get()) : judgeName(host);
    }

    /** Judges an address that a name resolved to or that is to be connected to. */
    public AddressVerdict judge(InetAddress address) {
        return judge(address.getAddress());
    }

    private AddressVerdict judgeName(String name) {
        if (SpecialNames.isMetadata(name)) return new Refused(Reason.METADATA);
        if (policy.allowPrivate()) return ALLOWED;
        if (SpecialNames.isOfCluster(name)) return new Refused(Reason.CLUSTER_NAME);
        return SpecialNames.isLocal(name) ? new Refused(Reason.LOCAL_NAME) : ALLOWED;
    }

    private AddressVerdict judge(byte[] address) {
        if (isMetadata(address)) return new Refused(Reason.METADATA);
        return policy.allowPrivate() || SpecialRanges.isPublic(address) ? ALLOWED : new Refused(Reason.SPECIAL_ADDRESS);
    }

    /** Also when it is carried inside of an IPv6 address. */
    private static boolean isMetadata(byte[] address) {
        Optional<byte[]> carried = SpecialRanges.carriedIpv4(address);
        return SpecialRanges.isMetadata(address)
                || carried.map(SpecialRanges::isMetadata).orElse(false);
    }
}
