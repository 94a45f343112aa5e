package io.crawljob.operator.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * The copy of a cached resource that a reconcile may set another spec and status in. Of a job only the shell is new: its parts are records, and nobody changes
 * metadata. A copy by way of JSON, as the framework makes it, is what most of the time after a start among thousands of jobs went into.
 */
public record ResourceCopies(KubernetesSerialization serialization) implements Cloner {

    @Override
    @SuppressWarnings("unchecked") // a copy is of its original's type
    public <R extends HasMetadata> R clone(R resource) {
        return resource instanceof CrawlJob job ? (R) copy(job) : serialization.clone(resource);
    }

    private static CrawlJob copy(CrawlJob job) {
        var copy = new CrawlJob();
        copy.setMetadata(job.getMetadata());
        copy.setSpec(job.getSpec());
        copy.setStatus(job.getStatus());
        return copy;
    }
}
