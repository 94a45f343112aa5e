package io.crawljob.engine.scope;

/** How far from its seeds a crawl may go. The scheme never matters: http and https of one host are one site. */
public enum Within {
    /** The seeds themselves. */
    PAGE,
    /** What lies in a seed's directory: its path up to the last slash. */
    PREFIX,
    /** A seed's host and port; the two default ports count as one. */
    HOST,
    /** A seed's registrable domain by the public suffix list, with all names below it. */
    DOMAIN,
    ANY
}
