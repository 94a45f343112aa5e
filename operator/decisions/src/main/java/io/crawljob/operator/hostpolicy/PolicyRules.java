package io.crawljob.operator.hostpolicy;

import io.crawljob.crds.v1alpha1.HostPolicy;
import io.crawljob.crds.v1alpha1.HostPolicySpec;
import io.crawljob.queue.HostPolicies.Rule;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a HostPolicy has to be like, and the rule that it makes. */
final class PolicyRules {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*");
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]");
    private static final String ANY = "*.";

    private PolicyRules() {}

    /** All that is wrong with it; empty if nothing. */
    static Optional<String> problem(@Nullable HostPolicySpec spec) {
        if (spec == null || spec.hosts().isEmpty()) {
            return Optional.of("spec.hosts: is empty; name at least one host, such as example.org or *.example.org");
        }
        var problems = new ArrayList<String>();
        for (var host : spec.hosts()) {
            if (normal(host).isEmpty()) {
                problems.add(
                        "spec.hosts: \"%s\" is not a host's name; write example.org or *.example.org, without scheme and port"
                                .formatted(host));
            }
        }
        below("spec.delayMillis", spec.delayMillis(), 0, problems);
        below("spec.maxConcurrent", spec.maxConcurrent(), 1, problems);
        below("spec.pagesPerMinute", spec.pagesPerMinute(), 1, problems);
        if (spec.allowPrivateAddresses() && spec.namespaces().isEmpty()) {
            problems.add(
                    "spec.namespaces: is empty, and allowPrivateAddresses is true; name who may use it, [\"*\"] for all");
        }
        for (var port : spec.allowedPorts()) {
            if (port == null || port < 1 || port > 65_535) {
                problems.add("spec.allowedPorts: %s is not a port; it has to be between 1 and 65535".formatted(port));
            }
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    /** Of a spec without problems. */
    static Rule rule(HostPolicy policy) {
        var spec = policy.getSpec();
        return new Rule(
                policy.getMetadata().getName(),
                spec.hosts().stream()
                        .flatMap(host -> normal(host).stream())
                        .distinct()
                        .toList(),
                spec.delayMillis(),
                spec.maxConcurrent(),
                spec.pagesPerMinute(),
                spec.blockedUntil() == null ? null : spec.blockedUntil().toEpochMilli(),
                spec.allowPrivateAddresses(),
                spec.namespaces().contains("*")
                        ? List.of("*")
                        : spec.namespaces().stream().sorted().toList(),
                spec.allowedPorts().stream().sorted().toList());
    }

    /** A pattern as lanes name hosts: in lower case, ASCII, without a dot at the end. */
    static Optional<String> normal(@Nullable String host) {
        if (host == null) return Optional.empty();
        var wildcard = host.startsWith(ANY);
        var name = wildcard ? host.substring(ANY.length()) : host;
        if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
        try {
            name = IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
        var isName = name.length() <= 253 && NAME.matcher(name).matches();
        var isAddress = !wildcard && ADDRESS.matcher(name).matches();
        return isName || isAddress ? Optional.of(wildcard ? ANY + name : name) : Optional.empty();
    }

    private static void below(String field, @Nullable Number value, long least, List<String> problems) {
        if (value != null && value.longValue() < least) {
            problems.add("%s: is %s; the least is %d".formatted(field, value, least));
        }
    }
}
