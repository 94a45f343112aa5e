package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Redis user of a namespace, and the Secret that tells the workers of one queue of it. The password is derived, not kept: the operator can make the user
 * again after Redis has lost it, without reading any Secret. The Secret's name is derived as well, so another master key or rotation makes another Secret.
 */
final class RedisSecret {

    static final String USER = "user";
    static final String PASSWORD = "password";

    /** Raised to give every namespace a new password. */
    private static final int ROTATION = 1;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int NAME_HASH = 10;

    private final SecretKeySpec masterKey;
    private final String prefix;

    RedisSecret(String masterKey, String redisPrefix) {
        this.masterKey = new SecretKeySpec(masterKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.prefix = redisPrefix;
    }

    String user(String namespace) {
        return prefix + "-worker-" + namespace;
    }

    String password(String namespace) {
        return derive("password/%s/%s/%d".formatted(prefix, namespace, ROTATION));
    }

    String name(CrawlQueue queue) {
        var meta = queue.getMetadata();
        var hash = derive("name/%s/%s/%s/%d".formatted(prefix, meta.getNamespace(), meta.getUid(), ROTATION));
        return "crawl-redis-" + hash.substring(0, NAME_HASH);
    }

    Secret of(CrawlQueue queue) {
        var namespace = queue.getMetadata().getNamespace();
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name(queue))
                .withLabels(Names.labels(queue))
                .withOwnerReferences(Names.owner(queue))
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withStringData(Map.of(USER, user(namespace), PASSWORD, password(namespace)))
                .build();
    }

    private String derive(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(masterKey);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
