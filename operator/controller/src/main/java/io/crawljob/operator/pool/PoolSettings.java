package io.crawljob.operator.pool;

import java.net.URI;
import java.util.List;

/**
 * What the operator's settings say of workers.
 *
 * @param browserImage of workers with a browser; empty when there is none
 * @param redis what workers are told of it
 * @param egressCidrs ranges that they may reach besides the public internet
 */
public record PoolSettings(
        String image,
        String browserImage,
        String pullPolicy,
        Redis redis,
        String operatorNamespace,
        List<String> egressCidrs) {

    /**
     * The Redis.
     *
     * @param authorities who may have signed its certificate, in PEM; empty: whoever Java trusts
     */
    public record Redis(URI url, String prefix, String authorities) {}

    public PoolSettings {
        egressCidrs = List.copyOf(egressCidrs);
    }
}
