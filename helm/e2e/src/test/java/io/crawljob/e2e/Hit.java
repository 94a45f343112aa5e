package io.crawljob.e2e;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One request as a site saw it.
 *
 * @param target path and query as sent
 * @param came seconds since 1970, as {@code answered}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Hit(String site, String target, int status, double came, double answered, String agent) {

    String url() {
        return "http://" + site + target;
    }

    boolean isPage() {
        return !target.equals("/robots.txt") && !target.contains("sitemap");
    }
}
