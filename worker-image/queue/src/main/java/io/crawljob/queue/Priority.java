package io.crawljob.queue;

/** A job's weight in its queue: of busy jobs, each gets a share of the slots in proportion to it, so the lowest is never starved. */
public enum Priority {
    LOW(1.0),
    NORMAL(1.5),
    HIGH(2.0),
    URGENT(3.0);

    private final double weight;

    Priority(double weight) {
        this.weight = weight;
    }

    public double weight() {
        return weight;
    }
}
