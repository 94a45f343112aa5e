package io.crawljob.operator.queuestatus;

import io.crawljob.crds.v1alpha1.CrawlQueue;
import io.crawljob.operator.scale.Scaling;
import io.crawljob.operator.workers.WorkersView;
import java.time.Instant;

/** All that is known of one queue at one moment. */
public record QueueObservation(
        CrawlQueue queue, RedisFacts redis, WorkersView workers, Scaling scaling, Backlog backlog, Instant now) {}
