package io.crawljob.engine.url;

/** From what the standard parses to what a crawl uses. */
final class Canonicalizer {

    /** RFC 1035, section 2.3.4. */
    private static final int LONGEST_NAME = 253;

    private static final int LONGEST_LABEL = 63;

    private Canonicalizer() {}

    static UrlReading canonicalize(WhatwgUrl url) {
        var parsed = url.serialize();
        if (!url.userInfo().isEmpty()) return new UrlReading.Refused(parsed, "it carries a user name or password");
        if (!url.host().plain())
            return new UrlReading.Refused(parsed, "its IPv4 address is not written as four decimal numbers");
        var host = url.host().text();
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        if (!fitsDns(host))
            return new UrlReading.Refused(
                    parsed, "its host has an empty or overlong label, which no name server can answer");
        var out = new StringBuilder(url.scheme()).append("://");
        var hostStart = out.length();
        out.append(host);
        var hostEnd = out.length();
        if (url.port() != null) out.append(':').append(url.port().intValue());
        var pathStart = out.length();
        out.append(PercentForm.normalize(url.path()));
        if (url.query() != null && !url.query().isEmpty()) out.append('?').append(PercentForm.normalize(url.query()));
        return new UrlReading.Accepted(parsed, new CanonicalUrl(out.toString(), hostStart, hostEnd, pathStart));
    }

    private static boolean fitsDns(String host) {
        if (host.startsWith("[")) return true;
        if (host.length() > LONGEST_NAME) return false;
        for (var label : host.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL) return false;
        }
        return true;
    }
}
