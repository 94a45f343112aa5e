package io.crawljob.operator.scale;

import io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue's size as it was last decided, with what the next decision has to remember.
 *
 * @param lowSince since when demand has justified fewer workers than there are; null when it does not
 */
public record Scaling(Size size, @Nullable Instant lowSince) {

    /** Where an operator begins that has just started: with the workers that it finds. */
    public static Scaling found(int workers) {
        var reason = workers == 0 ? SizeReason.SCALED_TO_ZERO : SizeReason.QUEUE_DEPTH;
        return new Scaling(new Size(workers, reason), null);
    }

    Optional<Instant> low() {
        return Optional.ofNullable(lowSince);
    }
}
