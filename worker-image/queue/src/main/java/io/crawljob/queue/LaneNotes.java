package io.crawljob.queue;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What the gate told this process about lanes: settlements carry the concurrency to the job, so that it leases no more of a lane than may run, and good
 * answers of lanes that are not slowed down need not be reported. Forgets everything when it knows too much: it is learnt again with the next request.
 */
final class LaneNotes {

    private static final int MOST = 100_000;

    private final ConcurrentHashMap<String, Note> notes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Token, InHand> inHand = new ConcurrentHashMap<>();

    /** @param calls of discover that Redis answered for it */
    private record InHand(String lane, int calls) {}

    /** What is told with an item's settlement: the concurrency of its lane (0 when not known), and how many calls of discover it made. */
    record Told(int concurrency, int calls) {}

    /** @param slowed by its server, or hard to reach */
    record Note(int concurrency, boolean slowed) {}

    void put(String lane, Note note) {
        if (notes.size() >= MOST) notes.clear();
        notes.put(lane, note);
    }

    boolean slowed(String lane) {
        var note = notes.get(lane);
        return note != null && note.slowed();
    }

    void leased(Token token, String lane) {
        if (inHand.size() >= MOST) inHand.clear();
        inHand.put(token, new InHand(lane, 0));
    }

    void discovered(Token token) {
        inHand.computeIfPresent(token, (same, hand) -> new InHand(hand.lane(), hand.calls() + 1));
    }

    /** Of an item that is being settled. It is kept until {@link #forget}: a settlement without an answer is made again. */
    Told told(Token token) {
        var hand = inHand.get(token);
        if (hand == null) return new Told(0, 0);
        var note = notes.get(hand.lane());
        return new Told(note == null ? 0 : note.concurrency(), hand.calls());
    }

    void forget(Token token) {
        inHand.remove(token);
    }
}
