package io.crawljob.engine.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/**
 * Points the JDK's resolver, and so the product's, at a {@link NameServer} for the names below {@link #DOMAIN}; all others are the machine's. Made by the JDK,
 * for all tests of this module.
 */
public final class NamesOfTests extends InetAddressResolverProvider {

    static final String DOMAIN = ".turncoat.example";

    /** Of the server on loopback. */
    static final AtomicInteger PORT = new AtomicInteger();

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Resolver(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "names of tests";
    }

    private record Resolver(InetAddressResolver machine) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (!host.endsWith(DOMAIN)) return machine.lookupByName(host, policy);
            var addresses = new ArrayList<InetAddress>();
            try {
                for (var type : List.of("A", "AAAA")) addresses.addAll(ask(host, type));
            } catch (NamingException e) {
                throw (UnknownHostException) new UnknownHostException(host).initCause(e);
            }
            if (addresses.isEmpty()) throw new UnknownHostException(host);
            return addresses.stream();
        }

        /** By the JDK's own client for DNS. */
        @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // from DNS come texts, no objects; settings are a Hashtable there
        private static List<InetAddress> ask(String host, String type) throws NamingException, UnknownHostException {
            var settings = new Hashtable<String, String>();
            settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
            settings.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + PORT.get());
            var client = new InitialDirContext(settings);
            try {
                var values = client.getAttributes(host, new String[] {type}).get(type);
                var addresses = new ArrayList<InetAddress>();
                for (var i = 0; values != null && i < values.size(); i++) {
                    addresses.add(InetAddress.getByName(values.get(i).toString()));
                }
                return addresses;
            } finally {
                client.close();
            }
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return machine.lookupByAddress(address);
        }
    }
}
