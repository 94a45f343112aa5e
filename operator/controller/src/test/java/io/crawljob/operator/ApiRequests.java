package io.crawljob.operator;

import io.crawljob.crds.testing.RealApiServer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API server says that it was asked, by resource, subresource and verb; its own work for itself is left out. */
public record ApiRequests(Map<String, Long> counts) {

    private static final Pattern REQUESTS = Pattern.compile(
            "apiserver_request_total\\{.*resource=\"([a-z]+)\".*subresource=\"([a-z]*)\".*verb=\"([A-Z]+)\".*} ([0-9.e+]+)");
    private static final Set<String> READS = Set.of("GET", "LIST", "WATCH");
    /** What an operator of crawls works with. */
    private static final Set<String> OURS = Set.of(
            "crawljobs",
            "crawlqueues",
            "crawlschedules",
            "hostpolicies",
            "deployments",
            "secrets",
            "serviceaccounts",
            "networkpolicies",
            "pods",
            "events");

    public static ApiRequests count(RealApiServer api) {
        var counts = new TreeMap<String, Long>();
        api.kubectl("get", "--raw", "/metrics").orFail().out().lines().forEach(line -> {
            var match = REQUESTS.matcher(line);
            if (!match.matches() || !OURS.contains(match.group(1))) return;
            counts.merge(
                    match.group(1) + " " + match.group(2) + " " + match.group(3),
                    Double.valueOf(match.group(4)).longValue(),
                    Long::sum);
        });
        return new ApiRequests(counts);
    }

    /** Such as {@code 0 writes, 14 reads: crawljobs  WATCH 5, …}. */
    public String since(ApiRequests before) {
        var more = new TreeMap<String, Long>();
        counts.forEach((what, count) -> more.put(what, count - before.counts().getOrDefault(what, 0L)));
        more.values().removeIf(count -> count == 0);
        var reads = more.entrySet().stream()
                .filter(it -> READS.contains(it.getKey().substring(it.getKey().lastIndexOf(' ') + 1)))
                .mapToLong(Map.Entry::getValue)
                .sum();
        var all = more.values().stream().mapToLong(it -> it).sum();
        return "%d writes, %d reads: %s"
                .formatted(
                        all - reads,
                        reads,
                        more.entrySet().stream()
                                .map(it -> it.getKey() + " " + it.getValue())
                                .collect(Collectors.joining(", ")));
    }
}
