package io.crawljob.operator.queuestatus;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import java.util.ArrayList;
import java.util.List;

/** Fields of a CrawlQueue that the schema knows and this version does not act on: told by name, never accepted and ignored. */
public final class QueueNotSupported {

    private QueueNotSupported() {}

    public static List<String> fields(CrawlQueueSpec spec) {
        var fields = new ArrayList<String>();
        var workers = spec.workers();
        if (workers.proxy() != null) fields.add("spec.workers.proxy");
        if (workers.caBundle() != null) fields.add("spec.workers.caBundle");
        return List.copyOf(fields);
    }
}
