package io.crawljob.queue;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is first needed, and made anew when it seems half-open: after two time-outs without an answer between them. Turns whatever
 * goes wrong into the queue's own exceptions. Thread-safe: calls of many threads share the connection and are pipelined.
 */
final class RedisLink implements AutoCloseable {

    private static final int HALF_OPEN_AFTER = 2;
    private static final long RECONNECT_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Connector connector;
    private final Failures failures;
    private final AtomicInteger timeouts = new AtomicInteger();

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private Connector.@Nullable Session session;
    private @Nullable QueueUnavailableException lastFailure;
    private long lastFailureAt;

    RedisLink(Connector connector, RedisSettings settings) {
        this.connector = connector;
        this.failures = new Failures(settings);
    }

    Reply call(Call call) {
        return callAll(List.of(call)).getFirst();
    }

    /** All of them in one go, one answer each; the first that fails is thrown once all have been answered. */
    List<Reply> callAll(List<Call> calls) {
        var session = session();
        var sent = new ArrayList<CompletionStage<List<Object>>>(calls.size());
        for (var call : calls) sent.add(send(session, call));
        var replies = new ArrayList<Reply>(calls.size());
        RuntimeException failure = null;
        for (int i = 0; i < calls.size(); i++) {
            try {
                replies.add(new Reply(await(sent.get(i), calls.get(i).script().name())));
            } catch (QueueUnavailableException | QueueFullException | IllegalStateException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) throw failure;
        return replies;
    }

    long breaks() {
        return connector.breaks();
    }

    boolean speaksSeven() {
        return session().seven();
    }

    /** A plain command. */
    <T> T run(String name, Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        return await(start(session().commands(), command), name);
    }

    /** A plain command that names no key, on every master. */
    <T> void runEverywhere(
            String name, Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        for (var master : session().masters()) await(start(master, command), name);
    }

    /** Whether keys of one call have to be in one slot. */
    boolean scattered() {
        return session().cluster();
    }

    /**
     * Which of the keys go into one call: all of them, or on a cluster those of one slot. Positions in {@code keys}.
     */
    List<List<Integer>> together(List<String> keys) {
        var calls = new LinkedHashMap<Integer, List<Integer>>();
        boolean cluster = session().cluster();
        for (int i = 0; i < keys.size(); i++) {
            calls.computeIfAbsent(cluster ? SlotHash.getSlot(keys.get(i)) : 0, slot -> new ArrayList<>())
                    .add(i);
        }
        return List.copyOf(calls.values());
    }

    private static CompletionStage<List<Object>> send(Connector.Session session, Call call) {
        var commands = session.commands();
        var keys = call.keys().toArray(String[]::new);
        var arguments = call.arguments().toArray(String[]::new);
        var source = ScriptSource.of(call.script(), session.seven());
        CompletionStage<List<Object>> first =
                start(commands, c -> c.evalsha(source.sha1(), ScriptOutputType.MULTI, keys, arguments));
        return first.exceptionallyCompose(e -> {
            if (!(unwrap(e) instanceof RedisNoScriptException)) throw new CompletionException(unwrap(e));
            return commands.eval(source.text(), ScriptOutputType.MULTI, keys, arguments);
        });
    }

    /** A client that refuses a command at once says so as if the server had. */
    private static <T> CompletionStage<T> start(
            RedisClusterAsyncCommands<String, String> commands,
            Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        try {
            return command.apply(commands);
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The client ends each command by its own timeout; another one here would wake a thread more for each. */
    private <T> T await(CompletionStage<T> stage, String what) {
        try {
            T reply = stage.toCompletableFuture().get();
            timeouts.set(0);
            return reply;
        } catch (ExecutionException e) {
            var cause = unwrap(e);
            if (cause instanceof RedisCommandTimeoutException) timedOut();
            throw failures.of(what, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("interrupted while waiting for " + what, e);
        }
    }

    private void timedOut() {
        if (timeouts.incrementAndGet() >= HALF_OPEN_AFTER) drop();
    }

    private void drop() {
        lock.lock();
        try {
            if (session != null) {
                var _ = session.connection().closeAsync();
            }
            session = null;
            timeouts.set(0);
        } finally {
            lock.unlock();
        }
    }

    private Connector.Session session() {
        lock.lock();
        try {
            if (session != null) return session;
            if (lastFailure != null && System.nanoTime() - lastFailureAt < RECONNECT_PAUSE) {
                throw new QueueUnavailableException(String.valueOf(lastFailure.getMessage()), lastFailure);
            }
            session = connector.connect();
            lastFailure = null;
            return session;
        } catch (RedisException e) {
            lastFailure = failures.of("CONNECT", e) instanceof QueueUnavailableException unavailable
                    ? unavailable
                    : new QueueUnavailableException(failures.where() + " refused the connection", e);
            lastFailureAt = System.nanoTime();
            throw lastFailure;
        } finally {
            lock.unlock();
        }
    }

    private static Throwable unwrap(Throwable e) {
        return (e instanceof ExecutionException || e instanceof CompletionException) && e.getCause() != null
                ? unwrap(e.getCause())
                : e;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (session != null) session.connection().close();
            session = null;
        } finally {
            lock.unlock();
        }
    }
}
