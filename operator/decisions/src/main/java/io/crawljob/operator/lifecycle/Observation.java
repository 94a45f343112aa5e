package io.crawljob.operator.lifecycle;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.crawljob.operator.plan.Validated;
import java.time.Instant;

/**
 * All that is known of one job at one moment. Every decision about it is a function of this alone.
 *
 * @param job with its status as it was last written
 * @param validated its present spec, judged
 * @param pace of the readings so far, the one in {@code reading} included
 */
public record Observation(
        CrawlJob job, Validated validated, QueueView queue, Reading reading, Pace pace, Instant now) {}
