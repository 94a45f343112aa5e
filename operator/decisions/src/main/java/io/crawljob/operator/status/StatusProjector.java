package io.crawljob.operator.status;

import io.crawljob.crds.v1alpha1.CrawlJobStatus;
import io.crawljob.operator.lifecycle.Observation;
import io.crawljob.operator.lifecycle.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a job's whole status from what is seen. Pure. */
@SuppressWarnings("DoNotCallSuggester")
public final class StatusProjector {

    /** No status is larger, as JSON in UTF-8. */
    public static final int MAX_BYTES = 32 * 1024;

    private StatusProjector() {}

    /** @param done the steps that were carried out in full since the status was last written; {@code seen} was read after them */
    public static Projection project(Observation seen, List<Step> done) {
        throw new UnsupportedOperationException("not there yet: " + seen + done);
    }

    /** Whether a status is worth a write: whether it differs by more than times that pass by themselves. */
    public static boolean differs(@Nullable CrawlJobStatus written, CrawlJobStatus next) {
        throw new UnsupportedOperationException("not there yet: " + written + next);
    }
}
