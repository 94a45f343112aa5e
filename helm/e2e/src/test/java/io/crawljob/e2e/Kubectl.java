package io.crawljob.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.crawljob.e2e.Commands.Ran;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** kubectl, on the cluster that {@code KUBECONFIG} names, in one namespace. */
record Kubectl(String namespace) {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    Ran run(String... arguments) {
        return Commands.runWith("", AT_MOST, command(arguments));
    }

    Ran apply(String manifest) {
        return Commands.runWith(manifest, AT_MOST, command("apply", "-f", "-"));
    }

    /** The object, or a missing node when it is not there. */
    JsonNode get(String kind, String name) {
        var ran = run("get", kind, name, "-o", "json");
        if (ran.exit() != 0 && ran.err().contains("NotFound")) {
            return MissingNode.getInstance();
        }
        return json(ran.orFail().out());
    }

    /** The items of a list; more arguments such as a selector. */
    List<JsonNode> list(String kind, String... more) {
        var arguments = new ArrayList<>(List.of("get", kind, "-o", "json"));
        arguments.addAll(List.of(more));
        var items = new ArrayList<JsonNode>();
        json(run(arguments.toArray(String[]::new)).orFail().out()).path("items").forEach(items::add);
        return items;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    private List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--namespace", namespace, "--request-timeout=60s"));
        command.addAll(List.of(arguments));
        return command;
    }
}
