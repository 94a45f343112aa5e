package io.crawljob.worker.hand;

/** What is done with one item. */
@FunctionalInterface
public interface ItemWork {

    /**
     * Returns what became of it. Whatever it throws is this item's failure alone.
     *
     * @throws InterruptedException when the item was lost or the worker leaves
     */
    Result work(Held item) throws InterruptedException;
}
