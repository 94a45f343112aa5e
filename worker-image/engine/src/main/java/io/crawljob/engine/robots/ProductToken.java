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

    private static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
}
