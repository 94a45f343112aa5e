package io.crawljob.queue;

import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.List;

/** Says in the queue's own words what went wrong with a command. */
record Failures(RedisSettings settings) {

    /** What a server answers that is there but cannot serve now. */
    private static final List<String> NOT_USABLE = List.of(
            "LOADING",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "MISCONF",
            "NOREPLICAS",
            "BUSY",
            "TRYAGAIN",
            "NOAUTH",
            "WRONGPASS",
            "NOPERM");

    String where() {
        return "Redis at " + settings;
    }

    /** {@link QueueFullException}, {@link QueueUnavailableException}, or an {@link IllegalStateException} for what is a bug. */
    RuntimeException of(String what, Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof RedisCommandTimeoutException) {
            return new QueueUnavailableException("%s did not answer %s in time".formatted(where(), what), cause);
        }
        if (cause instanceof RedisCommandExecutionException refused && !(cause instanceof RedisBusyException)) {
            return refusal(what, message, refused);
        }
        // A connection that breaks under a command throws what the socket threw.
        if (cause instanceof RedisException || cause instanceof IOException) {
            return new QueueUnavailableException(
                    "%s cannot be reached (%s): %s".formatted(where(), what, innermost(cause)), cause);
        }
        return new IllegalStateException("%s failed on %s".formatted(what, where()), cause);
    }

    private RuntimeException refusal(String what, String message, RedisCommandExecutionException cause) {
        if (message.startsWith("OOM") || message.contains("-OOM ")) {
            return new QueueFullException(
                    "%s is above its maxmemory and refuses %s: raise maxmemory, or take results away"
                            .formatted(where(), what),
                    cause);
        }
        for (var word : NOT_USABLE) {
            if (message.startsWith(word) || message.contains("-" + word + " ")) {
                return new QueueUnavailableException("%s refuses %s: %s".formatted(where(), what, message), cause);
            }
        }
        return new IllegalStateException("%s failed on %s: %s".formatted(what, where(), message), cause);
    }

    private static String innermost(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }
}
