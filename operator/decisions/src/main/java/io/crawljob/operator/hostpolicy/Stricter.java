package io.crawljob.operator.hostpolicy;

import io.crawljob.queue.HostPolicies.Rule;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Of two rules for one host, the stricter value of each field; what only one of them says holds. */
final class Stricter {

    private Stricter() {}

    static Rule of(Rule a, Rule b) {
        var anywhere = List.of("*");
        var namespaces = a.namespaces().equals(anywhere)
                ? b.namespaces()
                : b.namespaces().equals(anywhere) ? a.namespaces() : common(a.namespaces(), b.namespaces());
        var opens = a.allowPrivateAddresses() && b.allowPrivateAddresses() && !namespaces.isEmpty();
        return new Rule(
                a.name(),
                a.hosts(),
                either(a.delayMillis(), b.delayMillis(), Math::max),
                either(a.maxConcurrent(), b.maxConcurrent(), Math::min),
                either(a.pagesPerMinute(), b.pagesPerMinute(), Math::min),
                either(a.blockedUntilEpochMillis(), b.blockedUntilEpochMillis(), Math::max),
                opens,
                opens ? namespaces : List.of(),
                common(a.allowedPorts(), b.allowedPorts()));
    }

    static Rule withHosts(Rule rule, String name, List<String> hosts) {
        return new Rule(
                name,
                hosts,
                rule.delayMillis(),
                rule.maxConcurrent(),
                rule.pagesPerMinute(),
                rule.blockedUntilEpochMillis(),
                rule.allowPrivateAddresses(),
                rule.namespaces(),
                rule.allowedPorts());
    }

    private static <T> @Nullable T either(@Nullable T a, @Nullable T b, BinaryOperator<T> stricter) {
        if (a == null) return b;
        return b == null ? a : stricter.apply(a, b);
    }

    private static <T> List<T> common(List<T> a, List<T> b) {
        return a.stream().filter(b::contains).toList();
    }
}
