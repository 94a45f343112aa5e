package io.crawljob.operator.config;

import io.crawljob.queue.RedisSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one operator process.
 *
 * @param workerRedis what workers are told; they speak to it as a user of their namespace
 * @param watchNamespaces empty for all
 * @param namespace the operator's own, where its lease lies
 * @param masterKey what the passwords of the namespaces' Redis users are derived from
 * @param egressCidrs private ranges that workers may reach, for HostPolicies that allow them
 */
public record OperatorSettings(
        RedisSettings redis,
        URI workerRedis,
        Worker worker,
        List<String> watchNamespaces,
        String namespace,
        String podName,
        String masterKey,
        boolean defaultQueueCreate,
        Crawl crawl,
        Ports ports,
        boolean leaderElection,
        List<String> egressCidrs) {

    private static final int SHORTEST_MASTER_KEY = 16;
    private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F:.]+/\\d{1,3}");
    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

    public OperatorSettings {
        watchNamespaces = List.copyOf(watchNamespaces);
        egressCidrs = List.copyOf(egressCidrs);
    }

    /** @param browserImage the image with Chromium; empty: no queue can have browsers */
    public record Worker(String image, String browserImage, String pullPolicy) {}

    /** What holds for every crawl unless a HostPolicy or the job says otherwise. */
    public record Crawl(String userAgent, boolean allowIgnoreRobots, int delayMillis, int maxConcurrent) {}

    /**
     * 0 lets the system choose a free one.
     *
     * @param http health and metrics
     */
    public record Ports(int http, int api) {}

    /** @throws InvalidSettingsException with all problems, when there are any */
    public static OperatorSettings from(Map<String, String> environment) {
        var in = new Environment(environment);
        var redisUrl = in.redis(Setting.REDIS_URL, in.text(Setting.REDIS_URL));
        var workerRedis = in.text(Setting.WORKER_REDIS_URL);
        var settings = new OperatorSettings(
                new RedisSettings(
                        redisUrl,
                        nullIfEmpty(in.text(Setting.REDIS_USER)),
                        nullIfEmpty(in.text(Setting.REDIS_PASSWORD)),
                        in.text(Setting.REDIS_PREFIX),
                        in.authorities(Setting.REDIS_CA)),
                workerRedis.isEmpty() ? withoutSecrets(redisUrl) : in.redis(Setting.WORKER_REDIS_URL, workerRedis),
                new Worker(
                        in.text(Setting.WORKER_IMAGE),
                        in.text(Setting.WORKER_BROWSER_IMAGE),
                        in.oneOf(Setting.WORKER_IMAGE_PULL_POLICY, PULL_POLICIES)),
                in.list(Setting.WATCH_NAMESPACES),
                in.text(Setting.NAMESPACE),
                in.text(Setting.POD_NAME),
                masterKey(in),
                in.flag(Setting.DEFAULT_QUEUE_CREATE),
                crawl(in),
                new Ports(in.number(Setting.HTTP_PORT, 0, 65_535), in.number(Setting.API_PORT, 0, 65_535)),
                in.flag(Setting.LEADER_ELECTION),
                cidrs(in));
        in.finish();
        return settings;
    }

    private static Crawl crawl(Environment in) {
        var userAgent = in.text(Setting.USER_AGENT);
        if (!userAgent.isEmpty() && !userAgent.contains("://")) {
            in.problem(
                    Setting.USER_AGENT,
                    "is '" + userAgent + "'",
                    "name a contact URL in it, such as 'acme-crawler (+https://acme.example/crawler)'");
        }
        return new Crawl(
                userAgent,
                in.flag(Setting.ALLOW_IGNORE_ROBOTS),
                in.number(Setting.DEFAULT_DELAY_MILLIS, 0, 3_600_000),
                in.number(Setting.DEFAULT_MAX_CONCURRENT, 1, 1_000));
    }

    private static String masterKey(Environment in) {
        var key = in.text(Setting.MASTER_KEY);
        if (!key.isEmpty() && key.length() < SHORTEST_MASTER_KEY) {
            in.problem(
                    Setting.MASTER_KEY,
                    "has %d characters".formatted(key.length()),
                    "set %d or more, at random".formatted(SHORTEST_MASTER_KEY));
        }
        return key;
    }

    private static List<String> cidrs(Environment in) {
        var cidrs = in.list(Setting.EGRESS_CIDRS);
        cidrs.stream()
                .filter(cidr -> !CIDR.matcher(cidr).matches())
                .forEach(cidr ->
                        in.problem(Setting.EGRESS_CIDRS, "has '" + cidr + "'", "write a range such as 10.20.0.0/16"));
        return cidrs;
    }

    /** The operator's own user and password are not for workers. */
    private static URI withoutSecrets(URI url) {
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        var path = url.getPath() == null ? "" : url.getPath();
        // What follows the path says how to speak to the server, such as verifyPeer=NONE.
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getHost() + port + path + query);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "redis %s, worker image %s, namespaces %s, leader election %s, ports %s"
                .formatted(
                        redis,
                        worker.image(),
                        watchNamespaces.isEmpty() ? "all" : watchNamespaces,
                        leaderElection,
                        ports);
    }
}
