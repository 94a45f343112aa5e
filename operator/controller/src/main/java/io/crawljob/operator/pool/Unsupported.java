package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.queuestatus.QueueNotSupported;
import io.crawljob.operator.workers.WorkersView.Refusal;
import java.util.Optional;

/** Fields of a queue whose behaviour comes later. To take them and not act on them would break a promise (a proxy that is not used), so no worker starts. */
final class Unsupported {

    private Unsupported() {}

    static Optional<Refusal> of(CrawlQueue queue) {
        var fields = QueueNotSupported.fields(queue.getSpec());
        if (fields.isEmpty()) return Optional.empty();
        return Optional.of(new Refusal(
                Refusal.Kind.ADMISSION,
                "CrawlQueue " + queue.getMetadata().getName(),
                "NotSupportedYet: this version does not act on %s; leave it out".formatted(String.join(", ", fields))));
    }
}
