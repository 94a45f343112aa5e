package io.crawljob.operator.hostpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicySpec;
import io.crawljob.operator.Given;
import io.crawljob.operator.condition.Conditions;
import io.crawljob.operator.hostpolicy.HostPolicyMapper.Mapping;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPolicyMapperTest {

    private static final Rule DEFAULTS = HostPolicyMapper.defaults(1_000, 1);
    private static final HostPolicies NONE = new HostPolicies(0, DEFAULTS, List.of());

    @Test
    void aPolicyBecomesARuleWithItsHostsAsLanesNameThem() {
        var spec =
                "{hosts: [Example.ORG., '*.Bücher.example'], delayMillis: 2000, maxConcurrent: 2, pagesPerMinute: 60, blockedUntil: '2026-11-22T12:00:00Z'}";

        var mapping = map(policy("a", spec));

        assertThat(mapping.policies().rules())
                .containsExactly(new Rule(
                        "a",
                        List.of("example.org", "*.xn--bcher-kva.example"),
                        2_000L,
                        2,
                        60,
                        Instant.parse("2026-11-22T12:00:00Z").toEpochMilli(),
                        false,
                        List.of(),
                        List.of()));
        assertThat(condition(mapping, "a", ConditionType.READY).status()).isEqualTo(Status.TRUE);
        assertThat(condition(mapping, "a", ConditionType.CONFLICT).status()).isEqualTo(Status.FALSE);
    }

    @Test
    void ofTwoPoliciesForOneHostTheStricterValueOfEachFieldHoldsAndBothSaySo() {
        var a = policy(
                "a", "{hosts: [x.example, shared.example], delayMillis: 500, maxConcurrent: 2, pagesPerMinute: 100}");
        var b = policy(
                "b",
                "{hosts: [shared.example], delayMillis: 3000, maxConcurrent: 5, blockedUntil: '2026-11-22T12:00:00Z'}");

        var mapping = map(b, a);

        assertThat(mapping.policies().rules())
                .extracting(Rule::name, Rule::hosts)
                .containsExactly(tuple("a", List.of("x.example")), tuple("a+b", List.of("shared.example")));
        var shared = mapping.policies().rules().getLast();
        assertThat(shared.delayMillis()).isEqualTo(3_000);
        assertThat(shared.maxConcurrent()).isEqualTo(2);
        assertThat(shared.pagesPerMinute()).isEqualTo(100);
        assertThat(shared.blockedUntilEpochMillis()).isNotNull();
        assertThat(condition(mapping, "a", ConditionType.CONFLICT).message())
                .startsWith("shared.example is named by b too");
        assertThat(condition(mapping, "b", ConditionType.CONFLICT).status()).isEqualTo(Status.TRUE);
    }

    @Test
    void privateAddressesNeedBothPoliciesToAllowThem() {
        var open = "{hosts: [in.example], allowPrivateAddresses: true, namespaces: ['*'], allowedPorts: [9000, 9001]}";
        var some = "{hosts: [in.example], allowPrivateAddresses: true, namespaces: [b, a], allowedPorts: [9001]}";
        var closed = "{hosts: [in.example], delayMillis: 1}";

        var both = map(policy("a", open), policy("b", some)).policies().rules().getFirst();
        assertThat(both.allowPrivateAddresses()).isTrue();
        assertThat(both.namespaces()).containsExactly("a", "b");
        assertThat(both.allowedPorts()).containsExactly(9_001);

        var one = map(policy("a", open), policy("b", closed)).policies().rules().getFirst();
        assertThat(one.allowPrivateAddresses()).isFalse();
        assertThat(one.namespaces()).isEmpty();
        assertThat(one.allowedPorts()).isEmpty();
    }

    @Test
    void theVersionGrowsOnlyWhenSomethingChanges() {
        var policy = policy("a", "{hosts: [x.example], delayMillis: 500}");
        var first = map(policy).policies();

        var same = HostPolicyMapper.map(List.of(policy), DEFAULTS, first, Given.NOW.plusSeconds(9))
                .policies();
        var changed = HostPolicyMapper.map(List.of(), DEFAULTS, first, Given.NOW.minusSeconds(9_999))
                .policies();

        assertThat(first.version()).isEqualTo(Given.NOW.toEpochMilli());
        assertThat(same).isEqualTo(first);
        assertThat(changed.version()).as("also when a clock goes back").isEqualTo(first.version() + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{hosts: []} | spec.hosts: is empty",
                "{hosts: ['https://a.example']} | spec.hosts: \"https://a.example\"",
                "{hosts: ['a.example:8080']} | spec.hosts: \"a.example:8080\"",
                "{hosts: ['a.*.example']} | spec.hosts: \"a.*.example\"",
                "{hosts: [a.example], delayMillis: -1} | spec.delayMillis: is -1",
                "{hosts: [a.example], maxConcurrent: 0} | spec.maxConcurrent: is 0",
                "{hosts: [a.example], pagesPerMinute: 0} | spec.pagesPerMinute: is 0",
                "{hosts: [a.example], allowPrivateAddresses: true} | spec.namespaces: is empty",
                "{hosts: [a.example], allowedPorts: [70000]} | spec.allowedPorts: 70000",
            })
    void anInvalidPolicyNamesItsField(String spec, String message) {
        var mapping = map(policy("a", spec));

        var ready = condition(mapping, "a", ConditionType.READY);
        assertThat(ready.reason()).isEqualTo("InvalidSpec");
        assertThat(ready.message()).startsWith(message);
        assertThat(mapping.policies().rules()).isEmpty();
    }

    @Test
    void aPolicyThatTurnsInvalidLeavesItsLastGoodRuleInForce() {
        var published =
                map(policy("a", "{hosts: [x.example], delayMillis: 5000}")).policies();

        var mapping = HostPolicyMapper.map(
                List.of(policy("a", "{hosts: [x.example], delayMillis: -1}")), DEFAULTS, published, Given.NOW);

        assertThat(mapping.policies()).isEqualTo(published);
        assertThat(condition(mapping, "a", ConditionType.READY).status()).isEqualTo(Status.FALSE);
    }

    @Test
    void addressesAreNamesTooButHaveNoWildcard() {
        assertThat(PolicyRules.normal("10.0.0.1")).contains("10.0.0.1");
        assertThat(PolicyRules.normal("[fd00::1]")).contains("[fd00::1]");
        assertThat(PolicyRules.normal("*.[fd00::1]")).isEmpty();
        assertThat(PolicyRules.normal("*.")).isEmpty();
        assertThat(PolicyRules.normal("-a.example")).isEmpty();
    }

    private static Mapping map(HostPolicy... policies) {
        return HostPolicyMapper.map(List.of(policies), DEFAULTS, NONE, Given.NOW);
    }

    private static HostPolicy policy(String name, String spec) {
        var policy = new HostPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withName(name).withGeneration(1L).build());
        policy.setSpec(Given.yaml(spec, HostPolicySpec.class));
        return policy;
    }

    private static Condition condition(Mapping mapping, String name, ConditionType type) {
        var status = Objects.requireNonNull(mapping.statuses().get(name));
        return Conditions.find(status.conditions(), type).orElseThrow();
    }
}
