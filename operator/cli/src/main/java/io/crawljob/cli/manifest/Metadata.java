package io.crawljob.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The names that Kubernetes itself judges. */
final class Metadata {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_NAMESPACE = 63;

    private Metadata() {}

    /** What is wrong, by field. */
    static Map<String, String> check(JsonNode metadata) {
        var problems = new LinkedHashMap<String, String>();
        var name = metadata.path("name").asText();
        if (name.isEmpty()) {
            problems.put("metadata.name", "is missing");
        } else if (name.length() > LONGEST_NAME || !SUBDOMAIN.matcher(name).matches()) {
            problems.put(
                    "metadata.name",
                    "has to be lower-case letters, digits, '-' and '.', at most %d, and is \"%s\""
                            .formatted(LONGEST_NAME, name));
        }
        var namespace = metadata.path("namespace").asText("default");
        if (namespace.length() > LONGEST_NAMESPACE || !LABEL.matcher(namespace).matches()) {
            problems.put(
                    "metadata.namespace",
                    "has to be lower-case letters, digits and '-', at most %d, and is \"%s\""
                            .formatted(LONGEST_NAMESPACE, namespace));
        }
        return problems;
    }

    static String namespace(JsonNode resource) {
        return resource.path("metadata").path("namespace").asText("default");
    }
}
