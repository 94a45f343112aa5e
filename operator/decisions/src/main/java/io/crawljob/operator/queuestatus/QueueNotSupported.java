package io.crawljob.operator.queuestatus;

import io.crawljob.crds.v1alpha1.CrawlQueueSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Fields of a CrawlQueue that the schema knows and this version does not act on: told by name, never accepted and ignored. */
public final class QueueNotSupported {

    /** Without TLS of its own, and without a user, whose password has no place in a spec. */
    private static final Pattern PROXY = Pattern.compile("(?i)http://[^/@?#\\s]+/?");

    private QueueNotSupported() {}

    public static List<String> fields(CrawlQueueSpec spec) {
        var fields = new ArrayList<String>();
        var workers = spec.workers();
        var proxy = workers.proxy();
        if (proxy != null && !PROXY.matcher(proxy).matches()) {
            fields.add("spec.workers.proxy other than http://host:port");
        }
        return List.copyOf(fields);
    }
}
