package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.queue.FrontierPicture.Place;
import io.crawljob.queue.ModelItem.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a job's frontier is to be, in plain Java: a state for each item, the marks that are taken, and the counters. What Redis may choose itself (which items
 * a lowered limit excludes, what time has brought back) is read from a {@link FrontierPicture}, and has to be one of the things it may choose.
 */
final class FrontierModel {

    private static final int MAX_CRASHES = 5;
    private static final Set<State> UNFINISHED = Set.of(State.WAITING, State.LEASED, State.DELAYED);

    final long leaseMillis;
    final Map<Long, ModelItem> items = new HashMap<>();
    private final Set<Long> marks = new HashSet<>();
    final ModelBudgets budgets = new ModelBudgets();
    Plan plan;
    JobState state = JobState.RUNNING;
    boolean seeded;
    long done;
    long excluded;
    long cut;
    long records;
    long highestNumber;
    FrontierPicture last;

    FrontierModel(Plan plan, long leaseMillis, FrontierPicture first) {
        this.plan = plan;
        this.leaseMillis = leaseMillis;
        this.last = first;
    }

    long count(State wanted) {
        return items.values().stream().filter(item -> item.state == wanted).count();
    }

    /** Whether something waits, is delayed or leased. */
    boolean hasWork() {
        return items.values().stream().anyMatch(item -> UNFINISHED.contains(item.state));
    }

    Map<String, Long> leasedByLane() {
        return items.values().stream()
                .filter(item -> item.state == State.LEASED)
                .collect(Collectors.groupingBy(item -> item.lane, Collectors.counting()));
    }

    /** Whether it is the lease that an item has now. */
    boolean isCurrent(Token token) {
        var item = items.get(token.id());
        return item != null && item.state == State.LEASED && item.number == token.number();
    }

    /** What admission of seeds is to answer, each its own. */
    Discovery admit(List<NewItem> seeds) {
        return admit(seeds, seed -> Long.toString(seed.id()));
    }

    /** What admission of links is to answer, which an item's page named. */
    Discovery discover(long by, List<NewItem> links) {
        var seed = item(by).seed;
        return admit(links, link -> seed);
    }

    /** By the limits, one link after the other. */
    private Discovery admit(List<NewItem> links, Function<NewItem, @Nullable String> seed) {
        long room = plan.limits().maxPages() - (items.size() - cut);
        int admitted = 0;
        int known = 0;
        int over = 0;
        for (var link : links) {
            var item = new ModelItem(link.lane(), ModelBudgets.bySeed(plan.limits()) ? seed.apply(link) : null);
            boolean limited = room <= 0 || budgets.usedUp(plan.limits(), item);
            if (marks.contains(link.id())) {
                known++;
            } else if (limited) {
                over++;
            } else {
                admitted++;
                room--;
                marks.add(link.id());
                budgets.admitted(plan.limits(), item);
                items.put(link.id(), item);
            }
        }
        return new Discovery(Verdict.ACCEPTED, admitted, known, over);
    }

    private ModelItem item(long id) {
        return Objects.requireNonNull(items.get(id), () -> "item " + id + " was never admitted");
    }

    void settle(long id, Outcome outcome) {
        var item = item(id);
        switch (outcome) {
            case Outcome.Fetched(var bytes, var record, var finalId) -> {
                if (finalId != null && finalId != id && !marks.add(finalId)) {
                    exclude(item);
                } else {
                    item.state = State.DONE;
                    done++;
                    budgets.fetched(plan.limits(), item, bytes);
                    if (record != null) records++;
                }
            }
            case Outcome.Retry(var failure, var _, var _) -> {
                if (item.attempt >= plan.retry().limit()) {
                    bury(item, failure, false);
                } else {
                    item.attempt++;
                    item.state = State.DELAYED;
                }
            }
            case Outcome.PutBack _ -> item.state = State.WAITING;
            case Outcome.Dead(var failure, var _, var permanent) -> bury(item, failure, permanent);
            case Outcome.Redirected _, Outcome.Excluded _ -> exclude(item);
        }
    }

    private void exclude(ModelItem item) {
        item.state = State.EXCLUDED;
        excluded++;
    }

    private static void bury(ModelItem item, String failureClass, boolean permanent) {
        item.state = State.DEAD;
        item.failureClass = failureClass;
        item.permanent = permanent;
    }

    /** A crash of its worker. */
    void crash(ModelItem item) {
        item.crashes++;
        item.state = State.WAITING;
        if (item.crashes >= MAX_CRASHES) bury(item, "WorkerLost", false);
    }

    void lease(Lease lease) {
        assertThat(lease.token().number()).as("lease numbers grow").isGreaterThan(highestNumber);
        highestNumber = lease.token().number();
        var item = item(lease.token().id());
        bringBack(item, lease.crashes());
        assertThat(item.state).as("before it was leased, %s", item).isEqualTo(State.WAITING);
        assertThat(List.of(lease.lane(), lease.attempt(), lease.crashes()))
                .containsExactly(item.lane, item.attempt, item.crashes);
        assertThat(budgets.fetchedAll(plan.limits(), item))
                .as("its bytes are used up, %s", item)
                .isFalse();
        item.state = State.LEASED;
        item.number = lease.token().number();
    }

    /** What time may have brought back in the call that answered with this many crashes. */
    private void bringBack(ModelItem item, int crashes) {
        if (item.state == State.DELAYED) item.state = State.WAITING;
        if (item.state == State.LEASED && item.crashes == crashes) item.state = State.WAITING;
        if (item.state == State.LEASED && item.crashes + 1 == crashes) crash(item);
    }

    int redrive(@Nullable String failureClass, @Nullable String lane, @Nullable Long id) {
        int moved = 0;
        if (state == JobState.CANCELLED) return 0;
        boolean named = failureClass != null || lane != null || id != null;
        for (var entry : items.entrySet()) {
            var item = entry.getValue();
            if (item.state != State.DEAD || (item.permanent && !named)) continue;
            if (failureClass != null && !failureClass.equals(item.failureClass)) continue;
            if (lane != null && !lane.equals(item.lane)) continue;
            if (id != null && !id.equals(entry.getKey())) continue;
            item.state = State.WAITING;
            item.attempt = 0;
            item.crashes = 0;
            moved++;
        }
        if (moved > 0 && state == JobState.FINISHED) state = JobState.RUNNING;
        return moved;
    }

    void cancel() {
        for (var item : items.values()) {
            if (item.state == State.WAITING || item.state == State.DELAYED || item.state == State.LEASED) exclude(item);
        }
        state = JobState.CANCELLED;
    }

    /**
     * Compares with what is in Redis, and takes over what Redis could choose.
     *
     * @param leased whether the step looked for work, and so may have brought back or excluded something
     */
    void check(FrontierPicture now, boolean leased) {
        items.forEach((id, item) -> {
            var seen = now.items().get(id);
            if (leased) choose(item, seen, now);
            assertThat(seen == null ? null : seen.place().name())
                    .as(
                            "place of %d, %s; in Redis %s, before %s",
                            id, item, seen, last.items().get(id))
                    .isEqualTo(isKept(item) ? item.state.name() : null);
            if (seen == null) return;
            assertThat(List.of(seen.lane(), seen.attempt(), seen.crashes()))
                    .as("item %d", id)
                    .containsExactly(item.lane, item.attempt, item.crashes);
            if (item.state == State.LEASED) {
                assertThat(seen.number()).isEqualTo(item.number);
                item.worker = seen.worker();
            }
            item.at = seen.at();
        });
        assertThat(items.keySet()).containsAll(now.items().keySet());
        takeOverLimits(now);
        last = now;
        counters();
    }

    private static boolean isKept(ModelItem item) {
        return item.state != State.DONE && item.state != State.EXCLUDED;
    }

    /** What a step that looks for work may do to an item that was not leased by it. */
    private void choose(ModelItem item, FrontierPicture.@Nullable Item seen, FrontierPicture now) {
        if (item.state == State.DELAYED && !isIn(seen, Place.DELAYED)) {
            assertThat(item.at).as("not before it is due").isLessThanOrEqualTo(now.now());
            item.state = State.WAITING;
        }
        if (item.state == State.LEASED && !isIn(seen, Place.LEASED)) {
            assertThat(item.at).as("not before its lease ran out").isLessThanOrEqualTo(now.now());
            boolean crashed = last.silent(item.worker, leaseMillis);
            // Between two readings a worker may have become silent.
            if (!crashed && now.silent(item.worker, leaseMillis) && seen != null && seen.crashes() > item.crashes) {
                crashed = true;
            }
            if (crashed) crash(item);
            else item.state = State.WAITING;
        }
        if (item.state == State.WAITING && seen == null) exclude(item);
    }

    private static boolean isIn(FrontierPicture.@Nullable Item seen, Place place) {
        return seen != null && seen.place() == place;
    }

    /** Which limit excluded an item stands in the tallies; each only as far as something was over it. */
    private void takeOverLimits(FrontierPicture now) {
        long more = now.count("x:MaxPages") - cut;
        assertThat(more)
                .isBetween(0L, Math.max(0, items.size() - cut - plan.limits().maxPages()));
        cut += more;
        budgets.check(plan.limits(), last, now);
    }

    private void counters() {
        assertThat(List.of(
                        last.count("discovered"),
                        last.count("waiting"),
                        last.count("delayed"),
                        last.count("leased"),
                        last.count("done"),
                        last.count("failed"),
                        last.count("excluded"),
                        last.count("records")))
                .as("discovered, waiting, delayed, leased, done, failed, excluded, records")
                .containsExactly(
                        (long) items.size(),
                        count(State.WAITING),
                        count(State.DELAYED),
                        count(State.LEASED),
                        done,
                        count(State.DEAD),
                        excluded,
                        records);
        assertThat(last.held()).isEqualTo(count(State.DELAYED) + count(State.LEASED) + count(State.DEAD));
    }
}
