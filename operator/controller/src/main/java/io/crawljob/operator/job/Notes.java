package io.crawljob.operator.job;

import io.crawljob.operator.lifecycle.Step;
import io.crawljob.operator.plan.References;
import io.crawljob.operator.plan.Validated;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the reconciler keeps of a job from one look to the next. Touched by one thread at a time, as the framework reconciles an object. */
final class Notes {

    /** Steps that were carried out since the status was last written. */
    final List<Step> done = new ArrayList<>();

    /** What Redis said when it refused to grow; null when it took what it was given. */
    @Nullable
    String redisFull;

    private @Nullable Validated validated;
    private @Nullable References validatedWith;
    private long validatedGeneration;

    @Nullable
    Validated validated(long generation, References references) {
        return generation == validatedGeneration && references.equals(validatedWith) ? validated : null;
    }

    /** The references that a spec was accepted with hold for as long as it stays the same: a ConfigMap is read once. */
    @Nullable
    References acceptedWith(long generation) {
        return generation == validatedGeneration && validated instanceof Validated.Accepted ? validatedWith : null;
    }

    void validated(long generation, References references, Validated result) {
        validatedGeneration = generation;
        validatedWith = references;
        validated = result;
    }

    /** What a job that is over does not need: its seeds. */
    void shrink() {
        validated = null;
        validatedWith = null;
    }
}
