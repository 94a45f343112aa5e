package io.crawljob.queue;

/** Names one queue: the pool of workers that jobs of a namespace share. */
public record QueueKey(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
