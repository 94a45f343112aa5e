package io.crawljob.operator.pool;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.queuestatus.QueueNotSupported;
import io.crawljob.operator.workers.WorkersView.Refusal;
import java.util.Optional;

/** What a queue asks for and cannot get here: fields whose behaviour comes later, or a browser where no image has one. To take them and not act on them would break a promise (a proxy that is not used), so no worker starts. */
final class Unsupported {

    private Unsupported() {}

    static Optional<Refusal> of(CrawlQueue queue, PoolSettings settings) {
        var fields = QueueNotSupported.fields(queue.getSpec());
        if (!fields.isEmpty()) {
            var names = String.join(", ", fields);
            return refusal(queue, "NotSupportedYet: this version does not act on %s; leave it out".formatted(names));
        }
        if (queue.getSpec().workers().browser() && settings.browserImage().isEmpty()) {
            return refusal(
                    queue,
                    "spec.workers.browser is true, and this installation has no worker image with a browser: set CRAWL_WORKER_BROWSER_IMAGE of the operator (the chart's image.browser)");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(CrawlQueue queue, String message) {
        return Optional.of(new Refusal(
                Refusal.Kind.ADMISSION, "CrawlQueue " + queue.getMetadata().getName(), message));
    }
}
