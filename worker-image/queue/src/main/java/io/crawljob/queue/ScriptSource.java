package io.crawljob.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script as it is sent.
 *
 * @param sha1 by which the server knows it once it has seen it
 */
record ScriptSource(String text, String sha1) {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include (\\w+)$");
    private static final Pattern FLAGS = Pattern.compile("(?m)^-- flags (.+)$");

    /** Before Redis 7 a script runs above maxmemory when its first write cannot grow: this one, of a key that never is. */
    private static final String OPENS_THE_WAY = "redis.call('UNLINK', KEYS[1] .. ':none')\n";

    private static final Map<Script, ScriptSource> PLAIN = all(false);
    private static final Map<Script, ScriptSource> FLAGGED = all(true);

    /** @param flags whether the server knows script flags (Redis 7) */
    static ScriptSource of(Script script, boolean flags) {
        return Objects.requireNonNull((flags ? FLAGGED : PLAIN).get(script));
    }

    private static Map<Script, ScriptSource> all(boolean flags) {
        var all = new EnumMap<Script, ScriptSource>(Script.class);
        for (var script : Script.values()) all.put(script, read(script, flags));
        return Collections.unmodifiableMap(all);
    }

    private static ScriptSource read(Script script, boolean knowsFlags) {
        var text = INCLUDE.matcher(read(script.name().toLowerCase(Locale.ROOT)))
                .replaceAll(include -> Matcher.quoteReplacement(read("fragment/" + include.group(1))));
        var flags = FLAGS.matcher(text);
        if (!flags.find()) return of(text);
        return of((knowsFlags ? "#!lua flags=" + flags.group(1) + "\n" : OPENS_THE_WAY) + text);
    }

    private static ScriptSource of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new ScriptSource(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String name) {
        try (var in = ScriptSource.class.getResourceAsStream("scripts/" + name + ".lua")) {
            if (in == null) throw new IllegalStateException("no script " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
