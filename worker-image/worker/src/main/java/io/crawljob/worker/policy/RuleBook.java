package io.crawljob.worker.policy;

import io.crawljob.queue.Gate.Budget;
import io.crawljob.queue.HostPolicies;
import io.crawljob.queue.HostPolicies.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One version of the policies, indexed by pattern. Immutable. */
final class RuleBook {

    private static final long BUILT_IN_DELAY_MILLIS = 1_000;
    private static final int BUILT_IN_CONCURRENCY = 1;
    private static final String WILDCARD = "*.";

    private final HostPolicies policies;
    private final Map<String, List<Rule>> byPattern = new HashMap<>();

    RuleBook(HostPolicies policies) {
        this.policies = policies;
        for (var rule : policies.rules()) {
            for (var host : rule.hosts()) {
                byPattern
                        .computeIfAbsent(host.toLowerCase(Locale.ROOT), pattern -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    long version() {
        return policies.version();
    }

    /** @param host canonical, without a port */
    HostRule rule(String host) {
        return merge(matching(host));
    }

    private List<Rule> matching(String host) {
        var exact = byPattern.get(host);
        if (exact != null) return exact;
        // From the longest suffix to the shortest, so the longest wildcard wins.
        for (var dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            var wildcard = byPattern.get(WILDCARD + host.substring(dot + 1));
            if (wildcard != null) return wildcard;
        }
        return List.of();
    }

    private HostRule merge(List<Rule> rules) {
        var defaults = policies.defaults();
        var delay = strictest(rules, Rule::delayMillis, Comparator.reverseOrder(), defaults.delayMillis());
        var concurrent = strictest(rules, Rule::maxConcurrent, Comparator.naturalOrder(), defaults.maxConcurrent());
        var perMinute = strictest(rules, Rule::pagesPerMinute, Comparator.naturalOrder(), defaults.pagesPerMinute());
        var blocked = strictest(
                rules, Rule::blockedUntilEpochMillis, Comparator.reverseOrder(), defaults.blockedUntilEpochMillis());
        var budget = new Budget(
                Duration.ofMillis(delay == null ? BUILT_IN_DELAY_MILLIS : delay),
                concurrent == null ? BUILT_IN_CONCURRENCY : concurrent,
                perMinute,
                blocked == null ? null : Instant.ofEpochMilli(blocked),
                policies.version());
        return new HostRule(budget, privateNamespaces(rules), extraPorts(rules));
    }

    private static <T> @Nullable T strictest(
            List<Rule> rules, Function<Rule, @Nullable T> field, Comparator<T> stricterFirst, @Nullable T otherwise) {
        Stream<T> values = rules.stream().map(field).filter(Objects::nonNull).map(Objects::requireNonNull);
        return values.min(stricterFirst).orElse(otherwise);
    }

    /** Only where every rule of the pattern allows it. */
    private static Set<String> privateNamespaces(List<Rule> rules) {
        var allowed = new HashSet<String>();
        if (rules.isEmpty() || !rules.stream().allMatch(Rule::allowPrivateAddresses)) return allowed;
        allowed.addAll(rules.getFirst().namespaces());
        for (var rule : rules) {
            if (rule.namespaces().contains("*")) continue;
            if (allowed.remove("*")) allowed.addAll(rule.namespaces());
            allowed.retainAll(rule.namespaces());
        }
        return allowed;
    }

    private static Set<Integer> extraPorts(List<Rule> rules) {
        var ports = new HashSet<Integer>();
        if (rules.isEmpty()) return ports;
        ports.addAll(rules.getFirst().allowedPorts());
        rules.forEach(rule -> ports.retainAll(rule.allowedPorts()));
        return ports;
    }
}
