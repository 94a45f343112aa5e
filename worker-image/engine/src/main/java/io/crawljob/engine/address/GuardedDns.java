package io.crawljob.engine.address;

import io.crawljob.engine.address.AddressVerdict.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves once, looks at every answer, and refuses the name if one of them is forbidden: a server that mixes a public with a private address is up to
 * something. Equal for equal parts, because OkHttp shares connections among equal resolvers only.
 */
public record GuardedDns(AddressGuard guard, Dns resolver) implements Dns {

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        var addresses = resolver.lookup(hostname);
        for (var address : addresses) {
            if (guard.judge(address) instanceof Refused refused) throw new AddressRefusedException(refused.reason());
        }
        return addresses;
    }
}
