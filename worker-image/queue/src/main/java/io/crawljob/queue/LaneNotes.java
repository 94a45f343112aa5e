package io.crawljob.queue;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What the gate told this process about lanes: settlements carry the concurrency to the job, so that it leases no more of a lane than may run, and good
 * answers of lanes that are not slowed down need not be reported. Forgets everything when it knows too much: it is learnt again with the next request.
 */
final class LaneNotes {

    private static final int MOST = 100_000;

    private final ConcurrentHashMap<String, Note> notes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Token, String> inHand = new ConcurrentHashMap<>();

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
        inHand.put(token, lane);
    }

    /** The concurrency of the lane of an item that is being settled; 0 when not known. */
    int settled(Token token) {
        var lane = inHand.remove(token);
        var note = lane == null ? null : notes.get(lane);
        return note == null ? 0 : note.concurrency();
    }
}
