package io.crawljob.operator.condition;

import io.crawljob.crds.v1alpha1.Condition;
import io.crawljob.crds.v1alpha1.Condition.Status;
import io.crawljob.crds.v1alpha1.ConditionType;
import io.crawljob.crds.v1alpha1.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the conditions of one status from those that were written before. Not thread-safe. */
public final class ConditionList {

    /** Bytes of a message at the most; the schema counts as many characters. */
    public static final int LONGEST_MESSAGE = 512;

    private final List<Condition> written;
    private final @Nullable Long generation;
    private final Instant now;
    private final List<Condition> all = new ArrayList<>();

    public ConditionList(List<Condition> written, @Nullable Long generation, Instant now) {
        this.written = List.copyOf(written);
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Its transition time is the written one while the status stays. */
    public void add(ConditionType type, Status status, Reason reason, String message) {
        var since = Conditions.find(written, type)
                .filter(it -> it.status() == status)
                .map(Condition::lastTransitionTime)
                .orElse(now);
        all.add(new Condition(
                type.toString(), status, reason.toString(), Clip.text(message, LONGEST_MESSAGE), since, generation));
    }

    public List<Condition> all() {
        return List.copyOf(all);
    }
}
