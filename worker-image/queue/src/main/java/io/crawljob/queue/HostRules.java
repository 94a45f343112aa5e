package io.crawljob.queue;

import io.crawljob.queue.HostPolicies.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what holds for a host: an exact name beats the longest wildcard; of the same pattern, the stricter value of each field; else the default's. */
final class HostRules {

    private static final long BUILT_IN_DELAY_MILLIS = 1000;
    private static final int BUILT_IN_CONCURRENCY = 1;

    private HostRules() {}

    static HostRule of(HostPolicies policies, String host, String namespace) {
        var rules = matching(policies.rules(), host.toLowerCase(Locale.ROOT));
        var defaults = policies.defaults();
        var delay = strictest(rules, Rule::delayMillis, BinaryOperator.maxBy(Comparator.naturalOrder()), defaults);
        var concurrent =
                strictest(rules, Rule::maxConcurrent, BinaryOperator.minBy(Comparator.naturalOrder()), defaults);
        var blocked = strictest(
                rules, Rule::blockedUntilEpochMillis, BinaryOperator.maxBy(Comparator.naturalOrder()), defaults);
        var budget = new Gate.Budget(
                Duration.ofMillis(delay == null ? BUILT_IN_DELAY_MILLIS : delay),
                concurrent == null ? BUILT_IN_CONCURRENCY : concurrent,
                strictest(rules, Rule::pagesPerMinute, BinaryOperator.minBy(Comparator.naturalOrder()), defaults),
                blocked == null ? null : Instant.ofEpochMilli(blocked),
                policies.version());
        return new HostRule(budget, privateAddresses(rules, defaults, namespace), extraPorts(rules, defaults));
    }

    private static List<Rule> matching(List<Rule> rules, String host) {
        for (var pattern : patterns(host)) {
            var matching = rules.stream()
                    .filter(rule -> rule.hosts().stream().anyMatch(pattern::equalsIgnoreCase))
                    .toList();
            if (!matching.isEmpty()) return matching;
        }
        return List.of();
    }

    /** The name itself, then its wildcards from the longest on: a.b.c gives a.b.c, *.b.c, *.c. */
    private static List<String> patterns(String host) {
        var patterns = new ArrayList<>(List.of(host));
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            patterns.add("*" + host.substring(dot));
        }
        return patterns;
    }

    private static <T> @Nullable T strictest(
            List<Rule> rules, Function<Rule, @Nullable T> field, BinaryOperator<T> stricter, Rule defaults) {
        Stream<T> values = rules.stream().map(field).filter(Objects::nonNull).map(Objects::requireNonNull);
        return values.reduce(stricter).orElse(field.apply(defaults));
    }

    /** Where the default allows it (a local run that was told so), or every rule of the pattern. */
    private static boolean privateAddresses(List<Rule> rules, Rule defaults, String namespace) {
        return allowsPrivate(defaults, namespace)
                || (!rules.isEmpty() && rules.stream().allMatch(rule -> allowsPrivate(rule, namespace)));
    }

    private static boolean allowsPrivate(Rule rule, String namespace) {
        return rule.allowPrivateAddresses()
                && (rule.namespaces().contains("*") || rule.namespaces().contains(namespace));
    }

    /** Those that the default opens (a local run that was told so), and those that every rule of the pattern opens. */
    private static Set<Integer> extraPorts(List<Rule> rules, Rule defaults) {
        var ports = new HashSet<Integer>();
        if (!rules.isEmpty()) {
            ports.addAll(rules.getFirst().allowedPorts());
            rules.forEach(rule -> ports.retainAll(rule.allowedPorts()));
        }
        ports.addAll(defaults.allowedPorts());
        return ports;
    }
}
