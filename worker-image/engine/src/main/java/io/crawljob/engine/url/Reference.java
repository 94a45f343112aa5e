package io.crawljob.engine.url;

import org.jspecify.annotations.Nullable;

/** The fast path for references: joins the text to its base and lets {@link NormalForm} judge the result. */
final class Reference {

    private Reference() {}

    /** Null if the long way has to be taken. */
    static @Nullable CanonicalUrl resolveNormal(CanonicalUrl base, String reference) {
        if (reference.isEmpty()) return null;
        char first = reference.charAt(0);
        if (first == '#') return reference.chars().allMatch(c -> c > ' ') ? base : null;
        if (first == '/') {
            return reference.startsWith("//") || reference.startsWith("/\\")
                    ? null
                    : joined(base, base.pathStart(), reference);
        }
        if (first == '?' || hasColon(reference)) return absolute(base, reference);
        int parentEnd = directoryEnd(base);
        int from = 0;
        while (reference.startsWith("../", from)) {
            from += 3;
            // Above the root there is nothing: ".." stays there.
            if (parentEnd > base.pathStart()) parentEnd = base.toString().lastIndexOf('/', parentEnd - 1);
        }
        return joined(base, parentEnd, from == 0 ? "/" + reference : reference.substring(from - 1));
    }

    /** Of the base's own origin whatever its host is: that was parsed once. */
    private static @Nullable CanonicalUrl absolute(CanonicalUrl base, String reference) {
        var path = base.pathStart();
        var ownOrigin = reference.startsWith("/", path) && reference.regionMatches(0, base.toString(), 0, path);
        return ownOrigin ? joined(base, path, reference.substring(path)) : NormalForm.scan(reference);
    }

    /** The index of the last slash of the base's path. */
    private static int directoryEnd(CanonicalUrl base) {
        var text = base.toString();
        var query = text.indexOf('?', base.pathStart());
        return text.lastIndexOf('/', query < 0 ? text.length() : query);
    }

    private static @Nullable CanonicalUrl joined(CanonicalUrl base, int keep, String tail) {
        var text = base.toString().substring(0, keep) + tail;
        var end = NormalForm.tailEnd(text, Math.max(base.pathStart(), keep));
        if (end < 0) return null;
        return base.withTail(end == text.length() ? text : text.substring(0, end));
    }

    /** Before any slash: then the reference may begin with a scheme. */
    private static boolean hasColon(String reference) {
        var colon = reference.indexOf(':');
        return colon >= 0 && reference.lastIndexOf('/', colon) < 0;
    }
}
