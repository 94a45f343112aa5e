package io.crawljob.worker.hand;

import io.crawljob.queue.Gate;
import io.crawljob.queue.Token;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that is in hand. Thread-safe. */
final class Hand {

    private final Map<Token, Held> held = new ConcurrentHashMap<>();

    void take(Held item) {
        held.put(item.lease().token(), item);
    }

    void drop(Held item) {
        held.remove(item.lease().token());
    }

    int size() {
        return held.size();
    }

    List<Token> tokens() {
        return List.copyOf(held.keySet());
    }

    List<Gate.Request> places() {
        return held.values().stream().flatMap(item -> item.places().stream()).toList();
    }

    void lose(Collection<Token> tokens) {
        for (var token : tokens) {
            var item = held.get(token);
            if (item != null) item.stop(Held.Fate.LOST);
        }
    }

    void stopAll(Held.Fate why) {
        held.values().forEach(item -> item.stop(why));
    }
}
