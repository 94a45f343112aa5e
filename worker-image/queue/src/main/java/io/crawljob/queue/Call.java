package io.crawljob.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One script with its keys and arguments, ready to be sent. */
record Call(Script script, List<String> keys, List<String> arguments) {

    Call {
        keys = List.copyOf(keys);
        arguments = List.copyOf(arguments);
    }

    /** With one key; arguments are written as texts. */
    static Call on(String key, Script script, Object... arguments) {
        return new Call(
                script,
                List.of(key),
                Arrays.stream(arguments).map(String::valueOf).toList());
    }

    /** This one with more arguments behind. */
    Call with(List<String> more) {
        var all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Call(script, keys, all);
    }
}
