package io.crawljob.engine.robots;

/** The name by which robots.txt, robots meta tags and X-Robots-Tag speak to a crawler (RFC 9309, section 2.2.1). */
public final class ProductToken {

    private ProductToken() {}

    /** The first word of a User-Agent header: {@code CrawlJob} of {@code CrawlJob/1.0 (+https://example.org)}. */
    public static String of(String userAgent) {
        var text = userAgent.strip();
        int end = 0;
        while (end < text.length() && isPart(text.charAt(end))) end++;
        return text.substring(0, end);
    }

    /**
     * What a robots.txt has to name to speak to this agent: the first word of a User-Agent header, which has a version or a contact, or else a bare name, whole. A
     * bare name that is no product token, since it has digits or spaces, is named by no robots.txt.
     */
    static String named(String agent) {
        return agent.indexOf('/') < 0 && agent.indexOf('@') < 0 ? agent : of(agent);
    }

    private static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
}
