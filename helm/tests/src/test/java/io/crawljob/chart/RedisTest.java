package io.crawljob.chart;

import static io.crawljob.chart.Chart.CRAWLJOB;
import static io.crawljob.chart.Manifests.each;
import static io.crawljob.chart.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HelmBesideApiServer.class)
class RedisTest {

    private static final String REDIS = "crawls-crawljob-redis";

    @Test
    void theBundledServerKeepsItsDataAndNeverEvicts() {
        var documents = CRAWLJOB.render();

        assertThat(documents
                        .the("ConfigMap", REDIS)
                        .path("data")
                        .path("redis.conf")
                        .asText())
                .contains("appendonly yes", "maxmemory-policy noeviction");
        assertThat(documents
                        .the("StatefulSet", REDIS)
                        .at("/spec/volumeClaimTemplates/0/metadata/name")
                        .asText())
                .isEqualTo("data");
        assertThat(documents.setting("CRAWL_REDIS_URL")).isEqualTo("redis://crawls-crawljob-redis.system.svc:6379");
    }

    @Test
    void withoutPersistenceItHasNoVolumeOfItsOwn() {
        var spec = CRAWLJOB.render("{redis: {bundled: {persistence: {enabled: false}}}}")
                .the("StatefulSet", REDIS)
                .path("spec");

        assertThat(spec.has("volumeClaimTemplates")).isFalse();
        assertThat(each(spec.at("/template/spec/volumes"))).contains(yaml("{name: data, emptyDir: {sizeLimit: 8Gi}}"));
    }

    @Test
    void anAddressOfAnotherOneTakesItsPlace() {
        var documents = CRAWLJOB.render("{redis: {url: 'rediss://r.test:6380/1', existingSecret: mine}}");

        assertThat(documents.kinds()).doesNotContain("StatefulSet");
        assertThat(documents.of("Secret"))
                .extracting(it -> it.at("/metadata/name").asText())
                .containsExactly("crawls-crawljob-master-key");
        assertThat(documents.setting("CRAWL_REDIS_URL")).isEqualTo("rediss://r.test:6380/1");
        assertThat(documents
                        .variable("CRAWL_REDIS_PASSWORD")
                        .at("/valueFrom/secretKeyRef/name")
                        .asText())
                .isEqualTo("mine");
    }

    @Test
    void whoHasSignedItsCertificateIsGivenAsTextOrInASecret() {
        var text = CRAWLJOB.render("""
                redis:
                  url: rediss://r.test:6380
                  ca: |
                    -----BEGIN CERTIFICATE-----
                    MIIB
                    -----END CERTIFICATE-----
                """);
        var secret = CRAWLJOB.render("{redis: {url: 'rediss://r.test:6380', caSecret: redis-tls}}");

        assertThat(text.setting("CRAWL_REDIS_CA"))
                .isEqualTo("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThat(secret.variable("CRAWL_REDIS_CA").at("/valueFrom/secretKeyRef"))
                .isEqualTo(yaml("{name: redis-tls, key: ca.crt}"));
        assertThat(CRAWLJOB.render().settings()).doesNotContain("CRAWL_REDIS_CA");
    }

    @Test
    void whoHasSignedIsRefusedWhereNobodyWouldLook() {
        assertThat(CRAWLJOB.refusal("{redis: {url: 'redis://r.test:6379', caSecret: redis-tls}}"))
                .contains("redis.caSecret: a certificate is looked at with redis.url: rediss://");
        assertThat(CRAWLJOB.refusal("{redis: {url: 'rediss://r.test:6380', ca: /etc/ssl/redis.pem}}"))
                .contains("/redis/ca");
    }

    @Test
    void anAddressWithoutAPasswordAsksForNoSecret() {
        assertThat(CRAWLJOB.render("{redis: {url: 'redis://r.test:6379'}}").settings())
                .doesNotContain("CRAWL_REDIS_PASSWORD");
    }

    @Test
    void noRedisAtAllIsRefusedInWords() {
        assertThat(CRAWLJOB.refusal("{redis: {bundled: {enabled: false}}}"))
                .contains("redis.url: give the address of your Redis");
    }

    @Test
    void onlyTheOperatorAndWorkersMayReachIt() {
        var from = CRAWLJOB.render().the("NetworkPolicy", REDIS).at("/spec/ingress/0/from");

        assertThat(from).hasSize(2);
        assertThat(from.at("/1/podSelector/matchLabels"))
                .isEqualTo(yaml("{app.kubernetes.io/managed-by: crawljob-operator}"));
    }

    @Test
    void aGeneratedPasswordStaysWhatItWasOverUpgrades(RealApiServer api) {
        var first = secrets(CRAWLJOB.render());
        var another = secrets(CRAWLJOB.render());

        api.kubectlWith(
                        CRAWLJOB.render()
                                .where(it -> it.path("kind").asText().equals("Secret"))
                                .text(),
                        "create")
                .orFail();
        try {
            var installed = secrets(CRAWLJOB.render());

            assertThat(secrets(CRAWLJOB.render("{operator: {replicas: 2}}"))).isEqualTo(installed);
        } finally {
            api.kubectl("delete", "secrets", "-n", "system", "--all").orFail();
        }
        assertThat(first).hasSize(2).isNotEqualTo(another);
    }

    private static Map<String, String> secrets(Manifests documents) {
        return documents.of("Secret").stream()
                .collect(Collectors.toMap(
                        it -> it.at("/metadata/name").asText(),
                        it -> it.path("data").toString()));
    }
}
