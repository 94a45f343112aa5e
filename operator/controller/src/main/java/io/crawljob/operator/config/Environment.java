package io.crawljob.operator.config;

import io.crawljob.queue.RedisSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@link Setting}s and gathers what is wrong with them. A value that could not be read is answered as a harmless one, so that reading goes on. */
final class Environment {

    private static final String PREFIX = "CRAWL_";

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    String text(Setting setting) {
        var value = values.getOrDefault(setting.key(), "").strip();
        if (!value.isEmpty()) return value;
        var fallback = setting.fallback();
        if (fallback == null) {
            problem(setting, "is not set", "set it");
            return "";
        }
        return fallback;
    }

    int number(Setting setting, int least, int most) {
        var text = text(setting);
        if (text.isEmpty()) return least;
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // falls through to the one message that both cases share
        }
        problem(setting, "is '" + text + "'", "set a whole number from " + least + " to " + most);
        return least;
    }

    boolean flag(Setting setting) {
        var text = text(setting);
        if (!text.equals("true") && !text.equals("false")) {
            problem(setting, "is '" + text + "'", "set true or false");
        }
        return text.equals("true");
    }

    String oneOf(Setting setting, Set<String> choices) {
        var text = text(setting);
        if (!choices.contains(text)) {
            problem(
                    setting,
                    "is '" + text + "'",
                    "set one of " + choices.stream().sorted().collect(Collectors.joining(", ")));
        }
        return text;
    }

    /** Comma-separated. */
    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    URI redis(Setting setting, String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // falls through: the text may hold a password, so neither it nor the exception's message is told
        }
        if (!text.isEmpty()) {
            problem(setting, "is not the address of a Redis", "set redis://host:port or rediss://host:port");
        }
        return URI.create("redis://localhost:6379");
    }

    /** Certificates in PEM, or empty. */
    String authorities(Setting setting) {
        var pem = text(setting);
        if (pem.isEmpty()) return pem;
        try {
            RedisSettings.checkAuthorities(pem);
            return pem;
        } catch (CertificateException e) {
            problem(setting, "cannot be read as certificates", "set them in PEM (" + e.getMessage() + ")");
            return "";
        }
    }

    void problem(Setting setting, String what, String remedy) {
        problems.add("%s %s: %s".formatted(setting.key(), what, remedy));
    }

    void finish() {
        var known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        values.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !known.contains(key))
                .sorted()
                .map(key -> key + " is not a setting of the operator: remove it, or correct its name")
                .forEach(problems::add);
        if (!problems.isEmpty()) throw new InvalidSettingsException(problems);
    }
}
