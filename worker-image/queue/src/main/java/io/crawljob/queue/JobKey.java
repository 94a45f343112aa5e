package io.crawljob.queue;

/** Names one job: its namespace, and the uid that makes a re-created resource another job. */
public record JobKey(String namespace, String uid) {

    @Override
    public String toString() {
        return namespace + "/" + uid;
    }
}
