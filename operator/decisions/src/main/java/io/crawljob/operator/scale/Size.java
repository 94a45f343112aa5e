package io.crawljob.operator.scale;

import io.crawljob.crds.v1alpha1.CrawlQueueStatus.SizeReason;

/** A number of workers, and the one thing that made it that number: what the status tells the user. */
public record Size(int workers, SizeReason reason) {}
