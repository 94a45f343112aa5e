package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.crawljob.cli.manifest.CrdSchemas.Kind;
import io.crawljob.crds.v1alpha1.Api;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules of the schemas that stand there as CEL, for the kinds that nothing else judges. Those of a CrawlJob's spec are the mapper's too, which judges
 * them again; those of a schedule are the API server's alone, as no schedule runs here.
 */
final class CrossRules {

    private static final Pattern HOST = Pattern.compile(
            "^((\\*\\.)?[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*|\\[[0-9a-f:.]+\\])$");
    private static final Pattern HTTP = Pattern.compile("(?i)^https?://[^/]");

    private CrossRules() {}

    /** What is broken, by field. */
    static Map<String, String> broken(Kind kind, JsonNode content) {
        return switch (kind) {
            case CRAWL_QUEUE -> queue(content);
            case HOST_POLICY -> policy(content.path("spec"));
            case CRAWL_JOB, CRAWL_SCHEDULE -> Map.of();
        };
    }

    private static Map<String, String> queue(JsonNode content) {
        var problems = new LinkedHashMap<String, String>();
        var name = content.path("metadata").path("name").asText();
        if (name.length() > Api.MAX_QUEUE_NAME) {
            problems.put(
                    "metadata.name",
                    "has to have at most %d characters, and has %d".formatted(Api.MAX_QUEUE_NAME, name.length()));
        }
        var workers = content.path("spec").path("workers");
        if (workers.has("min")
                && workers.has("max")
                && workers.path("min").asLong() > workers.path("max").asLong()) {
            problems.put(
                    "spec.workers.min",
                    "has to be at most max (%s), and is %s".formatted(workers.path("max"), workers.path("min")));
        }
        var proxy = workers.path("proxy");
        if (proxy.isTextual() && !HTTP.matcher(proxy.textValue()).find()) {
            problems.put("spec.workers.proxy", "has to be a URL of http or https, and is " + proxy);
        }
        return problems;
    }

    private static Map<String, String> policy(JsonNode spec) {
        var problems = new LinkedHashMap<String, String>();
        var hosts = spec.path("hosts");
        for (var i = 0; i < hosts.size(); i++) {
            if (HOST.matcher(hosts.get(i).asText()).find()) continue;
            problems.put(
                    "spec.hosts[%d]".formatted(i),
                    "has to be a host in lower case, such as example.org or *.example.org, without scheme and port, and is "
                            + hosts.get(i));
        }
        if (spec.path("allowPrivateAddresses").asBoolean()
                && spec.path("namespaces").isEmpty()) {
            problems.put("spec.namespaces", "has to say whose jobs may reach private addresses; [\"*\"] means all");
        }
        return problems;
    }
}
