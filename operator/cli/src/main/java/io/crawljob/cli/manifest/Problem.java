package io.crawljob.cli.manifest;

/**
 * One thing that is wrong with a manifest, as one line.
 *
 * @param where file and line, such as {@code demo.yaml:12}
 * @param resource such as {@code CrawlJob demo}; empty where none could be told
 * @param field its path, such as {@code spec.limits.maxPages}; empty for the whole document
 */
public record Problem(String where, String resource, String field, String text) {

    @Override
    public String toString() {
        var line = new StringBuilder(where).append(": ");
        if (!resource.isEmpty()) line.append(resource).append(": ");
        if (!field.isEmpty()) line.append(field).append(": ");
        return line.append(text).toString();
    }
}
