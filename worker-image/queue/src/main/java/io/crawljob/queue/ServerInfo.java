package io.crawljob.queue;

import java.util.HashMap;
import java.util.Map;

/** What Redis's INFO says, as fields. */
record ServerInfo(Map<String, String> fields) {

    ServerInfo {
        fields = Map.copyOf(fields);
    }

    static ServerInfo parse(String info) {
        var fields = new HashMap<String, String>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0)
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return new ServerInfo(fields);
    }

    String version() {
        return fields.getOrDefault("redis_version", "0");
    }

    int major() {
        return part(0);
    }

    int minor() {
        return part(1);
    }

    private int part(int at) {
        var parts = version().split("\\.", -1);
        return at < parts.length && parts[at].matches("\\d{1,6}") ? Integer.parseInt(parts[at]) : 0;
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    long number(String name) {
        var value = field(name);
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
}
