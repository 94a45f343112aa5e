package io.crawljob.engine.robots;

import io.crawljob.engine.url.PercentForm;
import java.util.List;

/**
 * An Allow or Disallow line.
 *
 * @param length of the path as written, normalised: the longest match wins
 * @param pieces what stands between the stars
 * @param toEnd whether the path ended in {@code $}: then the last piece has to be the end
 */
record PathRule(boolean allow, int length, List<String> pieces, boolean toEnd) {

    PathRule {
        pieces = List.copyOf(pieces);
    }

    /** @param pattern as it stands, a character for each byte */
    static PathRule of(boolean allow, String pattern) {
        var normal = normalize(pattern);
        var toEnd = normal.endsWith("$");
        var path = toEnd ? normal.substring(0, normal.length() - 1) : normal;
        // A dollar elsewhere means itself.
        return new PathRule(
                allow, normal.length(), List.of(path.replace("$", "%24").split("\\*", -1)), toEnd);
    }

    /** In a URL, stars and dollars mean themselves; a rule can only speak of them encoded (RFC 9309, section 2.2.3). */
    static String normalizePath(String pathAndQuery) {
        return normalize(pathAndQuery).replace("*", "%2A").replace("$", "%24");
    }

    /** The apostrophe is encoded in a query and not in a path; a rule does not know which it speaks of. */
    private static String normalize(String text) {
        return PercentForm.normalize(text).replace("%27", "'");
    }

    /** Takes the leftmost place for each piece: if any choice matches, that one does. */
    boolean matches(String path) {
        if (!path.startsWith(pieces.getFirst())) return false;
        int at = pieces.getFirst().length();
        var last = pieces.size() - 1;
        if (last == 0) return !toEnd || at == path.length();
        for (var piece : pieces.subList(1, last)) {
            var found = path.indexOf(piece, at);
            if (found < 0) return false;
            at = found + piece.length();
        }
        if (toEnd) return path.length() - pieces.get(last).length() >= at && path.endsWith(pieces.get(last));
        return path.indexOf(pieces.get(last), at) >= 0;
    }
}
