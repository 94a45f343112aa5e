package io.crawljob.operator.cluster;

import io.crawljob.crds.v1alpha1.CrawlJobSpec;
import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/** Specs that stand in for one that could not be read ({@link TolerantReading}), so that whoever decides needs no case for it: all defaults. */
public final class Specs {

    private static final CrawlJobSpec JOB = Serialization.unmarshal("{}", CrawlJobSpec.class);
    private static final CrawlQueueSpec QUEUE = Serialization.unmarshal("{}", CrawlQueueSpec.class);

    private Specs() {}

    public static CrawlJobSpec orEmpty(@Nullable CrawlJobSpec read) {
        return read == null ? JOB : read;
    }

    public static CrawlQueueSpec orEmpty(@Nullable CrawlQueueSpec read) {
        return read == null ? QUEUE : read;
    }
}
