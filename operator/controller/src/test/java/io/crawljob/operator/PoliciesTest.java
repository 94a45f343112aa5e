package io.crawljob.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.crds.testing.RealApiServer;
import io.crawljob.crds.testing.WithApiServer;
import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.queue.HostPolicies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator of the whole cluster: HostPolicies are its alone. */
@ExtendWith(WithApiServer.class)
class PoliciesTest {

    private static Installation at;

    @BeforeAll
    static void install(RealApiServer api) {
        at = Installation.of(
                api,
                Map.of(
                        "CRAWL_WATCH_NAMESPACES", "",
                        "CRAWL_DEFAULT_DELAY_MILLIS", "1500",
                        "CRAWL_DEFAULT_MAX_CONCURRENT", "3"));
    }

    @AfterAll
    static void close() {
        at.close();
    }

    @Test
    void publishesTheSettingsDefaultWhereThereIsNoPolicy() {
        at.eventually(() -> Long.valueOf(1_500).equals(published().defaults().delayMillis()));

        assertThat(published().defaults().maxConcurrent()).isEqualTo(3);
    }

    @Test
    void publishesAPolicySaysWhichVersionIsInForceAndTakesItBackWhenItIsDeleted() {
        at.apply(policy("slow", "slow.example.org", 7_000));

        at.eventually(() ->
                rules("slow").stream().anyMatch(rule -> Long.valueOf(7_000).equals(rule.delayMillis())));
        at.eventually(() -> said("slow").stream().anyMatch(it -> it.equals("Ready True")));

        at.apply(policy("slow", "slow.example.org", 8_000));
        at.api
                .kubectl("wait", "hostpolicy/slow", "--for=condition=Ready", "--timeout=90s")
                .orFail();
        at.eventually(() -> Long.valueOf(2).equals(find("slow").getStatus().observedGeneration()));

        at.api.kubectl("delete", "hostpolicy", "slow").orFail();
        at.eventually(() -> rules("slow").isEmpty());
    }

    @Test
    void saysInBothWhenTwoPoliciesNameTheSameHostAndTakesItBackAfterwards() {
        at.apply(policy("one", "both.example.org", 2_000));
        at.apply(policy("two", "both.example.org", 4_000));

        at.eventually(() -> said("one").contains("Conflict True") && said("two").contains("Conflict True"));

        at.api.kubectl("delete", "hostpolicy", "two").orFail();
        at.eventually(() -> said("one").contains("Conflict False"));
        at.api.kubectl("delete", "hostpolicy", "one").orFail();
    }

    @Test
    void publishesAgainWhenRedisHasLostThePolicies() {
        at.apply(policy("kept", "kept.example.org", 9_000));
        at.eventually(() -> !rules("kept").isEmpty());

        at.redis.kill();
        at.redis.restart();

        at.eventually(() -> !rules("kept").isEmpty());
        at.api.kubectl("delete", "hostpolicy", "kept").orFail();
    }

    private static HostPolicies published() {
        return at.queue.shared().policies();
    }

    private static List<HostPolicies.Rule> rules(String policy) {
        return published().rules().stream()
                .filter(rule -> rule.name().equals(policy))
                .toList();
    }

    private static HostPolicy find(String policy) {
        return at.client.resources(HostPolicy.class).withName(policy).require();
    }

    /** Such as {@code Conflict True}. */
    private static List<String> said(String policy) {
        var found = find(policy);
        if (found.getStatus() == null) return List.of();
        return found.getStatus().conditions().stream()
                .map(it -> it.type() + " " + it.status())
                .toList();
    }

    private static String policy(String name, String host, int delayMillis) {
        return """
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: {name: %s}
                spec: {hosts: ["%s"], delayMillis: %d}
                """.formatted(name, host, delayMillis);
    }
}
