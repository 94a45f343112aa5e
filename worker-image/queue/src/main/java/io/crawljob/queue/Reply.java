package io.crawljob.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script answered: a list of texts, numbers and lists, read by position. */
record Reply(List<?> values) {

    int size() {
        return values.size();
    }

    String text(int at) {
        return String.valueOf(values.get(at));
    }

    long number(int at) {
        return values.get(at) instanceof Long number ? number : Long.parseLong(text(at));
    }

    /** Null when the value is missing. */
    @Nullable
    String optionalText(int at) {
        return at < values.size() && values.get(at) != null ? text(at) : null;
    }

    Reply list(int at) {
        return values.get(at) instanceof List<?> list ? new Reply(list) : new Reply(List.of());
    }

    Reply part(int from, int size) {
        return new Reply(values.subList(from, from + size));
    }

    List<String> texts(int from) {
        var texts = new ArrayList<String>();
        for (int i = from; i < values.size(); i++) texts.add(text(i));
        return texts;
    }

    boolean gone() {
        return text(0).equals("gone");
    }
}
