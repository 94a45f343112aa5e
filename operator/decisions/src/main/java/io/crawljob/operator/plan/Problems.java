package io.crawljob.operator.plan;

import io.crawljob.crds.v1alpha1.Reason;
import io.crawljob.operator.plan.Validated.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers all that is wrong with a spec, so that its author hears of everything at once. */
final class Problems {

    /** Of several reasons, the one that comes first here is the condition's. */
    private static final List<Reason> ORDER = List.of(
            Reason.INVALID_SPEC,
            Reason.NOT_SUPPORTED_YET,
            Reason.POLICY_DENIED,
            Reason.SECRET_NOT_ALLOWED,
            Reason.QUEUE_NOT_FOUND,
            Reason.CONFIG_MAP_NOT_FOUND);

    private static final int LONGEST_VALUE = 120;

    private final List<Problem> problems = new ArrayList<>();

    void invalid(String field, String text) {
        add(Reason.INVALID_SPEC, field, text);
    }

    void add(Reason reason, String field, String text) {
        problems.add(new Problem(reason, field, text));
    }

    /** A number has to lie between two others. */
    void range(String field, @Nullable Number value, long least, long most) {
        if (value == null || (value.doubleValue() >= least && value.doubleValue() <= most)) return;
        invalid(field, "is %s; it has to be between %d and %d".formatted(value, least, most));
    }

    void longest(String field, String value, int most) {
        if (value.length() > most) {
            invalid(field, "has %d characters; the limit is %d: shorten it".formatted(value.length(), most));
        }
    }

    void most(String field, List<?> values, int most) {
        if (values.size() > most) {
            invalid(field, "has %d entries; the limit is %d: leave some out".formatted(values.size(), most));
        }
    }

    Optional<Validated.Rejected> rejection() {
        if (problems.isEmpty()) return Optional.empty();
        var reason = ORDER.stream()
                .filter(it -> problems.stream().anyMatch(problem -> problem.reason() == it))
                .findFirst()
                .orElse(Reason.INVALID_SPEC);
        var sorted = problems.stream()
                .sorted((a, b) -> Integer.compare(ORDER.indexOf(a.reason()), ORDER.indexOf(b.reason())))
                .toList();
        if (sorted.size() <= PlanMapper.MAX_PROBLEMS) return Optional.of(new Validated.Rejected(reason, sorted));
        var told = new ArrayList<>(sorted.subList(0, PlanMapper.MAX_PROBLEMS - 1));
        told.add(new Problem(reason, "spec", "has %d more problems".formatted(sorted.size() - told.size())));
        return Optional.of(new Validated.Rejected(reason, told));
    }

    /** A value in a message: quoted, and not longer than a line. */
    static String quoted(String value) {
        return value.length() <= LONGEST_VALUE
                ? "\"" + value + "\""
                : "\"" + value.substring(0, LONGEST_VALUE) + "…\" (%d characters)".formatted(value.length());
    }
}
