package io.crawljob.operator.hostpolicy;

import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicyStatus;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the cluster's politeness from all its HostPolicies. Pure; the order of the policies does not matter. */
public final class HostPolicyMapper {

    private HostPolicyMapper() {}

    /** @param statuses by the policy's name */
    public record Mapping(HostPolicies policies, Map<String, HostPolicyStatus> statuses) {
        public Mapping {
            statuses = Map.copyOf(statuses);
        }
    }

    /** @param delayMillis between the starts of two requests to a host */
    public static Rule defaults(long delayMillis, int maxConcurrent) {
        return new Rule("default", List.of(), delayMillis, maxConcurrent, null, null, false, List.of(), List.of());
    }

    /**
     * @param defaults for hosts without a policy
     * @param published what is in force; the version stays when nothing changes, else it grows
     */
    public static Mapping map(List<HostPolicy> policies, Rule defaults, HostPolicies published, Instant now) {
        var sorted = policies.stream()
                .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
                .toList();
        var rules = new ArrayList<Rule>();
        var problems = new HashMap<String, String>();
        for (var policy : sorted) {
            var name = policy.getMetadata().getName();
            var problem = PolicyRules.problem(policy.getSpec());
            problem.ifPresent(it -> problems.put(name, it));
            // Without its policy a host would be asked more often than anybody wants, so the last good one stays.
            var rule = problem.isEmpty() ? Optional.of(PolicyRules.rule(policy)) : lastGood(name, published);
            rule.ifPresent(rules::add);
        }
        var owners = owners(rules);
        var statuses = new HashMap<String, HostPolicyStatus>();
        for (var policy : sorted) {
            var name = policy.getMetadata().getName();
            statuses.put(
                    name,
                    PolicyConditions.of(policy, Optional.ofNullable(problems.get(name)), rivals(name, owners), now));
        }
        return new Mapping(versioned(defaults, merged(rules, owners), published, now), statuses);
    }

    private static Optional<Rule> lastGood(String name, HostPolicies published) {
        return published.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst();
    }

    /** The names of the policies behind each pattern. */
    private static Map<String, List<String>> owners(List<Rule> rules) {
        var owners = new TreeMap<String, List<String>>();
        for (var rule : rules) {
            rule.hosts()
                    .forEach(host -> owners.computeIfAbsent(host, it -> new ArrayList<>())
                            .add(rule.name()));
        }
        return owners;
    }

    /** The patterns that a policy shares, with the others that name them. */
    private static Map<String, List<String>> rivals(String name, Map<String, List<String>> owners) {
        var rivals = new TreeMap<String, List<String>>();
        owners.forEach((host, names) -> {
            if (names.size() > 1 && names.contains(name)) {
                rivals.put(
                        host,
                        names.stream().filter(other -> !other.equals(name)).toList());
            }
        });
        return rivals;
    }

    /** Every pattern is in one rule: that of its policy, or one made from all that name it. */
    private static List<Rule> merged(List<Rule> rules, Map<String, List<String>> owners) {
        var all = new ArrayList<Rule>();
        for (var rule : rules) {
            var own = rule.hosts().stream()
                    .filter(host -> owners.getOrDefault(host, List.of()).size() == 1)
                    .toList();
            if (!own.isEmpty()) all.add(Stricter.withHosts(rule, rule.name(), own));
        }
        owners.forEach((host, names) -> {
            if (names.size() > 1) {
                rules.stream()
                        .filter(rule -> names.contains(rule.name()))
                        .reduce(Stricter::of)
                        .ifPresent(it -> all.add(Stricter.withHosts(it, String.join("+", names), List.of(host))));
            }
        });
        return all;
    }

    private static HostPolicies versioned(Rule defaults, List<Rule> rules, HostPolicies published, Instant now) {
        var same = published.defaults().equals(defaults) && published.rules().equals(rules);
        var version = same ? published.version() : Math.max(published.version() + 1, now.toEpochMilli());
        return new HostPolicies(version, defaults, rules);
    }
}
