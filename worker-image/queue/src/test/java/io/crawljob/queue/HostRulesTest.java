package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.HostPolicies.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostRulesTest {

    private static final Rule DEFAULTS = rule("default", List.of(), 1_000L, 1);

    @Test
    void aHostWithoutAPolicyHasTheDefault() {
        var rule = policies(rule("a", List.of("example.org"), 5L, 7)).forHost("example.com", "research");

        assertThat(rule.budget().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rule.budget().maxConcurrent()).isEqualTo(1);
        assertThat(rule.budget().version()).isEqualTo(3);
        assertThat(rule.privateAddresses()).isFalse();
        assertThat(rule.extraPorts()).isEmpty();
    }

    @Test
    void anExactNameBeatsTheLongestWildcard() {
        var policies = policies(
                rule("short", List.of("*.example.org"), 1L, 1),
                rule("long", List.of("*.docs.example.org"), 2L, 2),
                rule("exact", List.of("a.docs.example.org"), 3L, 3));

        assertThat(policies.forHost("a.docs.example.org", "research").budget().maxConcurrent())
                .isEqualTo(3);
        assertThat(policies.forHost("b.docs.example.org", "research").budget().maxConcurrent())
                .isEqualTo(2);
        assertThat(policies.forHost("www.example.org", "research").budget().delay())
                .isEqualTo(Duration.ofMillis(1));
        assertThat(policies.forHost("example.org", "research").budget().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatAPolicyLeavesOutIsTheDefaults() {
        var rule = policies(rule("a", List.of("example.org"), null, 4)).forHost("example.org", "research");

        assertThat(rule.budget().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rule.budget().maxConcurrent()).isEqualTo(4);
    }

    @Test
    void ofTwoPoliciesForOnePatternTheStricterValueOfEachFieldHolds() {
        var blocked = new Rule(
                "b", List.of("example.org"), 10L, 8, 30, 1_000L, true, List.of("research", "dev"), List.of(9000, 9001));
        var other = new Rule("c", List.of("example.org"), 20L, 2, 60, null, true, List.of("research"), List.of(9001));

        var rule = policies(blocked, other).forHost("example.org", "research");

        assertThat(rule.budget().delay()).isEqualTo(Duration.ofMillis(20));
        assertThat(rule.budget().maxConcurrent()).isEqualTo(2);
        assertThat(rule.budget().perMinute()).isEqualTo(30);
        assertThat(rule.budget().blockedUntil()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(rule.privateAddresses()).isTrue();
        assertThat(policies(blocked, other).forHost("example.org", "dev").privateAddresses())
                .isFalse();
        assertThat(rule.extraPorts()).containsExactly(9001);
    }

    @Test
    void onePolicyThatForbidsPrivateAddressesClosesThemForAll() {
        var open = privateRule(true, List.of("*"));
        var shut = privateRule(false, List.of());

        var forDev = privateRule(true, List.of("dev"));

        assertThat(policies(open).forHost("example.org", "any").privateAddresses())
                .isTrue();
        assertThat(policies(open, shut).forHost("example.org", "any").privateAddresses())
                .isFalse();
        assertThat(policies(open, forDev).forHost("example.org", "dev").privateAddresses())
                .isTrue();
        assertThat(policies(open, forDev).forHost("example.org", "any").privateAddresses())
                .isFalse();
    }

    @Test
    void whatTheDefaultOpensIsOpenEverywhere() {
        var defaults = new Rule("default", List.of(), 0L, 8, null, null, true, List.of("*"), List.of(0));
        var policies = new HostPolicies(1, defaults, List.of(rule("a", List.of("example.org"), 5L, 7)));

        assertThat(policies.forHost("localhost", "local").privateAddresses()).isTrue();
        assertThat(policies.forHost("example.org", "local").privateAddresses()).isTrue();
        assertThat(policies.forHost("example.org", "research").extraPorts()).containsExactly(0);
    }

    private static Rule privateRule(boolean open, List<String> namespaces) {
        return new Rule("p", List.of("example.org"), null, null, null, null, open, namespaces, List.of());
    }

    private static Rule rule(String name, List<String> hosts, @Nullable Long delay, @Nullable Integer concurrent) {
        return new Rule(name, hosts, delay, concurrent, null, null, false, List.of(), List.of());
    }

    private static HostPolicies policies(Rule... rules) {
        return new HostPolicies(3, DEFAULTS, List.of(rules));
    }
}
