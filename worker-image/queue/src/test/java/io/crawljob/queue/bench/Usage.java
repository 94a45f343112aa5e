package io.crawljob.queue.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a server says it has done.
 *
 * @param cpuMicros of its process, all threads, user and system
 * @param calls of scripts by clients; the paths that are measured send nothing else
 * @param inner commands that scripts ran
 * @param scriptMicros within scripts, by the server's own clock
 */
record Usage(double cpuMicros, long calls, long inner, double scriptMicros) {

    private static final Pattern STAT = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+),usec=(\\d+)");
    private static final Set<String> SCRIPTS = Set.of("eval", "evalsha");

    /** Reads the sections cpu and commandstats of INFO. */
    static Usage read(String info) {
        var fields = new HashMap<String, String>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0)
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        long calls = 0;
        long inner = 0;
        double micros = 0;
        var stats = STAT.matcher(info);
        while (stats.find()) {
            long many = Long.parseLong(stats.group(2));
            if (SCRIPTS.contains(stats.group(1))) {
                calls += many;
                micros += Double.parseDouble(stats.group(3));
            } else {
                inner += many;
            }
        }
        return new Usage(
                (seconds(fields, "used_cpu_sys") + seconds(fields, "used_cpu_user")) * 1e6, calls, inner, micros);
    }

    private static double seconds(Map<String, String> fields, String name) {
        return Double.parseDouble(fields.getOrDefault(name, "0"));
    }

    Usage since(Usage before) {
        return new Usage(
                cpuMicros - before.cpuMicros,
                calls - before.calls,
                inner - before.inner,
                scriptMicros - before.scriptMicros);
    }
}
