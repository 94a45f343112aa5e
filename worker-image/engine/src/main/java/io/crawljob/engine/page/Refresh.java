package io.crawljob.engine.page;

import java.util.regex.Pattern;

/** Where {@code <meta http-equiv=refresh>} leads. */
final class Refresh {

    private static final Pattern TARGET = Pattern.compile(
            "^\\s*[\\d.]*\\s*[;,\\s]\\s*(?:url\\s*=)?\\s*(.*)$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Refresh() {}

    /** As written, without its quotes; empty if the page only reloads itself. */
    static String target(String content) {
        var target = TARGET.matcher(content);
        if (!target.matches()) return "";
        var reference = target.group(1).strip();
        if (reference.isEmpty()) return "";
        char quote = reference.charAt(0);
        if (quote != '"' && quote != '\'') return reference;
        var end = reference.indexOf(quote, 1);
        return end < 0 ? reference.substring(1) : reference.substring(1, end);
    }
}
