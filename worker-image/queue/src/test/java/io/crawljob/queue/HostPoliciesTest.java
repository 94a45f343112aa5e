package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.HostPolicies.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostPoliciesTest {

    private static Rule rule(
            String host, @Nullable Long delay, @Nullable Integer concurrent, @Nullable Integer perMinute) {
        return new Rule(host, List.of(host), delay, concurrent, perMinute, null, false, List.of(), List.of());
    }

    private static Rule open(String host, List<String> namespaces, List<Integer> ports) {
        return new Rule(host, List.of(host), null, null, null, null, true, namespaces, ports);
    }

    private static HostPolicies policies(Rule... rules) {
        return new HostPolicies(7, HostPolicies.BUILT_IN.defaults(), List.of(rules));
    }

    private static HostRule rule(HostPolicies policies, String host) {
        return policies.forHost(host, "research");
    }

    @Test
    void givesTheDefaultToAHostWithoutARule() {
        assertThat(rule(policies(), "example.org").budget())
                .isEqualTo(new Gate.Budget(Duration.ofSeconds(1), 1, null, null, 7));
    }

    @Test
    void prefersTheExactNameThenTheLongestWildcard() {
        var policies =
                policies(rule("*.org", 1L, 1, 1), rule("*.example.org", 2L, 2, 2), rule("a.example.org", 3L, 3, 3));

        assertThat(rule(policies, "a.example.org").budget().delay()).isEqualTo(Duration.ofMillis(3));
        assertThat(rule(policies, "x.a.example.org").budget().delay()).isEqualTo(Duration.ofMillis(2));
        assertThat(rule(policies, "example.org").budget().delay()).isEqualTo(Duration.ofMillis(1));
        assertThat(rule(policies, "org").budget().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesTheStricterValueOfEachFieldOfTheSamePattern() {
        var policies = policies(rule("a.org", 500L, 9, null), rule("a.org", 2000L, 4, 30), rule("a.org", null, 6, 60));

        assertThat(rule(policies, "a.org").budget()).isEqualTo(new Gate.Budget(Duration.ofSeconds(2), 4, 30, null, 7));
    }

    @Test
    void fillsWhatARuleLeavesOutFromTheDefault() {
        assertThat(rule(policies(rule("a.org", null, 5, null)), "A.org").budget())
                .isEqualTo(new Gate.Budget(Duration.ofSeconds(1), 5, null, null, 7));
    }

    @Test
    void blocksUntilTheLaterOfTwoTimes() {
        var early = new Rule("a", List.of("a.org"), null, null, null, 1000L, false, List.of(), List.of());
        var late = new Rule("b", List.of("a.org"), null, null, null, 2000L, false, List.of(), List.of());

        assertThat(rule(policies(early, late), "a.org").budget().blockedUntil()).isEqualTo(Instant.ofEpochMilli(2000));
    }

    @Test
    void opensPrivateAddressesToTheNamespacesThatEveryRuleNames() {
        var policies = policies(
                open("a.org", List.of("research", "ops"), List.of()),
                open("a.org", List.of("*"), List.of()),
                open("b.org", List.of("ops"), List.of()));

        assertThat(policies.forHost("a.org", "research").privateAddresses()).isTrue();
        assertThat(policies.forHost("a.org", "other").privateAddresses()).isFalse();
        assertThat(policies.forHost("b.org", "research").privateAddresses()).isFalse();
        assertThat(policies.forHost("c.org", "ops").privateAddresses()).isFalse();
    }

    @Test
    void opensThePortsThatEveryRuleNames() {
        var policies = policies(
                open("a.org", List.of("*"), List.of(9000, 9001)), open("a.org", List.of("*"), List.of(9001, 9002)));

        assertThat(rule(policies, "a.org").extraPorts()).containsExactly(9001);
        assertThat(rule(policies, "c.org").extraPorts()).isEmpty();
    }
}
