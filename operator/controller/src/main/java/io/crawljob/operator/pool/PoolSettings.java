package io.crawljob.operator.pool;

import java.net.URI;
import java.util.List;

/**
 * What the operator's settings say of workers.
 *
 * @param browserImage of workers with a browser; empty when there is none
 * @param redis the address that workers are told
 * @param egressCidrs ranges that they may reach besides the public internet
 */
public record PoolSettings(
        String image,
        String browserImage,
        String pullPolicy,
        URI redis,
        String redisPrefix,
        String operatorNamespace,
        List<String> egressCidrs) {

    public PoolSettings {
        egressCidrs = List.copyOf(egressCidrs);
    }
}
