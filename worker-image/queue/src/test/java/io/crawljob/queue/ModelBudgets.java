package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the limits by host and by seed of a {@link FrontierModel} count, each from when it is set. */
final class ModelBudgets {

    /** At which one call excludes no more by the limits of seeds. */
    private static final int MOST_LEFT_OUT = 256;

    private enum Budget {
        PAGES_PER_HOST("h", "MaxPagesPerHost"),
        BYTES_PER_HOST("hb", "MaxSizePerHost"),
        PAGES_PER_SEED("d", "MaxPagesPerSeed"),
        BYTES_PER_SEED("db", "MaxSizePerSeed");

        private final String key;
        private final String rule;

        Budget(String key, String rule) {
            this.key = key;
            this.rule = rule;
        }

        boolean bytes() {
            return this == BYTES_PER_HOST || this == BYTES_PER_SEED;
        }

        private boolean bySeed() {
            return this == PAGES_PER_SEED || this == BYTES_PER_SEED;
        }

        /** Null for an item whose seed is not known. */
        @Nullable
        String name(ModelItem item) {
            return bySeed() ? item.seed : item.lane;
        }

        @Nullable
        Long limit(Plan.Limits limits) {
            return switch (this) {
                case PAGES_PER_HOST -> limits.maxPagesPerHost();
                case BYTES_PER_HOST -> limits.maxBytesPerHost();
                case PAGES_PER_SEED -> limits.maxPagesPerSeed();
                case BYTES_PER_SEED -> limits.maxBytesPerSeed();
            };
        }
    }

    private final Map<Budget, Map<String, Long>> all = new EnumMap<>(Budget.class);
    private boolean gaveUp;

    ModelBudgets() {
        for (var budget : Budget.values()) all.put(budget, new HashMap<>());
    }

    static boolean bySeed(Plan.Limits limits) {
        return limits.maxPagesPerSeed() != null || limits.maxBytesPerSeed() != null;
    }

    private Map<String, Long> of(Budget budget) {
        return all.getOrDefault(budget, Map.of());
    }

    private boolean usedUp(Budget budget, Plan.Limits limits, ModelItem item) {
        var limit = budget.limit(limits);
        var name = budget.name(item);
        return limit != null && name != null && of(budget).getOrDefault(name, 0L) >= limit;
    }

    /** Whether a link that would be this item is left out. */
    boolean usedUp(Plan.Limits limits, ModelItem item) {
        return all.keySet().stream().anyMatch(budget -> usedUp(budget, limits, item));
    }

    /** Whether an item that waits may not be leased any more. */
    boolean fetchedAll(Plan.Limits limits, ModelItem item) {
        return all.keySet().stream().anyMatch(budget -> budget.bytes() && usedUp(budget, limits, item));
    }

    void admitted(Plan.Limits limits, ModelItem item) {
        spend(limits, item, false, 1);
    }

    void fetched(Plan.Limits limits, ModelItem item, long bytes) {
        spend(limits, item, true, bytes);
    }

    private void spend(Plan.Limits limits, ModelItem item, boolean bytes, long more) {
        all.forEach((budget, used) -> {
            var name = budget.name(item);
            if (budget.bytes() == bytes && name != null && budget.limit(limits) != null) {
                used.merge(name, more, Long::sum);
            }
        });
    }

    /** Whether the last step excluded as many as it may in one call, and so may have left some of them. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Pages that a limit excluded are taken off its count, and only as many as were over it; bytes are never taken off. */
    void check(Plan.Limits limits, FrontierPicture before, FrontierPicture now) {
        long bySeed = 0;
        for (var budget : Budget.values()) {
            var limit = budget.limit(limits);
            long excluded = now.count("x:" + budget.rule) - before.count("x:" + budget.rule);
            if (budget.bySeed()) bySeed += excluded;
            for (var name : of(budget).entrySet()) {
                long most = name.getValue();
                long least = limit == null || budget.bytes() ? most : Math.min(most, limit);
                long left = now.used(budget.key, name.getKey());
                assertThat(left).as("%s of %s", budget, name.getKey()).isBetween(least, most);
                if (!budget.bytes()) excluded -= most - left;
                name.setValue(left);
            }
            if (budget.bytes() && limit != null && of(budget).values().stream().anyMatch(used -> used >= limit))
                continue;
            assertThat(excluded)
                    .as("excluded by %s, and not over it", budget.rule)
                    .isZero();
        }
        gaveUp = bySeed >= MOST_LEFT_OUT;
    }
}
