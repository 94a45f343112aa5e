package io.crawljob.engine.article;

import org.jsoup.nodes.Document;

/** Reads the main text of a page. */
public final class ArticleReader {

    /** A page that has less by the strict rules is read by the loose ones. */
    private static final int SHORT = 250;

    private ArticleReader() {}

    /** A paragraph a line, white space normalised; empty if the page has no text. */
    public static String read(Document document) {
        var strict = read(document, true);
        if (strict.length() >= SHORT) return strict;
        var loose = read(document, false);
        return loose.length() > strict.length() ? loose : strict;
    }

    private static String read(Document document, boolean strict) {
        var measure = new Measure(document.body(), strict);
        var prose = new Prose(measure);
        Candidates.find(measure).forEach(prose::add);
        return prose.text();
    }
}
