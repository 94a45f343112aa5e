package io.crawljob.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crawljob.queue.ModelItem.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Random work of several clients on one job, and what the model says that each answer has to be. */
final class ModelRun implements AutoCloseable {

    private static final List<String> NAMES = List.of("w1", "w2", "w3");
    private static final int PER_LANE = 3;
    private static final int MOST_REMEMBERED = 300;

    private final Bench bench;
    private final QueueTimes times;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Token, Client> holders = new HashMap<>();
    private final List<Token> past = new ArrayList<>();
    private final JobKey job;
    private final ModelOperator operator;
    private FrontierModel model;

    /** A worker process. */
    private record Client(RedisQueue queue, String name) {
        Frontier frontier() {
            return queue.frontier();
        }
    }

    ModelRun(Bench bench, QueueTimes times, Random random) {
        this.bench = bench;
        this.times = times;
        this.random = random;
        for (var name : NAMES) clients.add(client(name));
        var limits = new Plan.Limits(300, 40L, null, 1_000L, 20L, 400L);
        var plan = Plans.stored(Plans.plan(Bench.uid(), limits, new Plan.Politeness(0, PER_LANE, null)), 120, 1 << 20);
        this.job = plan.job();
        this.operator = new ModelOperator(bench, job, random);
        this.model = opened(plan);
    }

    private Client client(String name) {
        return new Client(RedisQueue.connect(bench.server.settings(), times), name);
    }

    private FrontierModel opened(Plan plan) {
        assertThat(bench.jobs().open(plan)).isEqualTo(Jobs.Opened.CREATED);
        return new FrontierModel(plan, times.lease().toMillis(), picture());
    }

    private FrontierPicture picture() {
        return FrontierPicture.of(bench, job, RandomWork.LANES);
    }

    /** One random operation, and the comparison after it. */
    void step() {
        boolean leased = false;
        boolean over = model.state == JobState.CANCELLED || model.state == JobState.FINISHED;
        // Or most steps would be of a job that is over.
        if (over && random.nextInt(15) == 0) purge();
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6 -> leased = lease();
            case 7, 8, 9, 10, 11, 12 -> leased = settle();
            case 13, 14, 15, 16, 17 -> discover();
            case 18, 19 -> settleAnything();
            case 20, 21 -> operator.seed(model);
            case 22, 23 -> extend();
            case 24, 25, 26 -> runOut();
            case 27 -> reap();
            case 28, 29 -> operator.suspendOrResume(model);
            case 30, 31 -> operator.redrive(model);
            case 32, 33 -> operator.changePlan(model);
            case 34, 35 -> operator.acknowledge(model);
            case 36 -> startAnew();
            case 37 -> operator.finish(model);
            case 38 -> operator.audit();
            default -> rarely();
        }
        model.check(picture(), leased);
        var audit = bench.jobs().audit(job, false);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.discovered()).isEqualTo(model.items.size());
    }

    private Client any() {
        return clients.get(random.nextInt(clients.size()));
    }

    private boolean lease() {
        var client = any();
        int n = 1 + random.nextInt(8);
        var overdue = overdue();
        var answer = client.frontier().lease(job, client.name(), n);
        assertThat(answer.state()).isEqualTo(model.state);
        take(client, answer.leases(), n, overdue);
        return true;
    }

    /** Leases that had run out before the call. */
    private Set<Token> overdue() {
        return model.items.entrySet().stream()
                .filter(item -> item.getValue().state == State.LEASED && item.getValue().at <= model.last.now())
                .map(item -> new Token(job, item.getKey(), item.getValue().number))
                .collect(Collectors.toSet());
    }

    private void take(Client client, List<Lease> leases, int n, Set<Token> overdue) {
        assertThat(leases.size()).isLessThanOrEqualTo(n);
        for (var lease : leases) {
            model.lease(lease);
            holders.put(lease.token(), client);
            past.add(lease.token());
            if (past.size() > MOST_REMEMBERED) holders.remove(past.removeFirst());
        }
        model.check(picture(), true);
        assertThat(overdue).as("given back when they had run out").noneMatch(model::isCurrent);
        model.leasedByLane().forEach((lane, many) -> assertThat(many).as(lane).isLessThanOrEqualTo(PER_LANE));
        boolean alone = leases.stream().anyMatch(lease -> lease.crashes() >= 2)
                || model.items.values().stream().anyMatch(item -> item.state == State.WAITING && item.crashes >= 2);
        long room = model.plan.store().maxRecords() - model.records - model.count(State.LEASED);
        if (model.state == JobState.RUNNING && leases.size() < n && room > 0 && !alone && !model.budgets.gaveUp()) {
            assertThat(model.items.values())
                    .as("what could have been leased too")
                    .noneMatch(item ->
                            item.state == State.WAITING && model.leasedByLane().getOrDefault(item.lane, 0L) < PER_LANE);
        }
    }

    private List<Token> held(Client client) {
        return past.stream()
                .filter(token -> model.isCurrent(token) && client.equals(holders.get(token)))
                .toList();
    }

    private boolean settle() {
        var client = any();
        var settlements = held(client).stream()
                .limit(1 + random.nextInt(6))
                .map(token -> new Settlement(token, RandomWork.outcome(random)))
                .toList();
        if (settlements.isEmpty()) return false;
        int n = random.nextInt(4);
        var overdue = overdue();
        var answer = client.frontier().settleAndLease(job, client.name(), settlements, n);
        assertThat(answer.verdicts()).containsOnly(Verdict.ACCEPTED);
        // Those that go back are settled last.
        settlements.stream()
                .sorted(Comparator.comparing(one -> one.outcome() instanceof Outcome.PutBack))
                .forEach(one -> model.settle(one.token().id(), one.outcome()));
        if (n > 0) take(client, answer.next().leases(), n, overdue);
        return n > 0;
    }

    /** Any token of old, by anybody: accepted only if it is the one that the item has, from who has it. */
    private void settleAnything() {
        if (past.isEmpty()) return;
        var token = past.get(random.nextInt(past.size()));
        var client = any();
        boolean right = model.isCurrent(token) && client.equals(holders.get(token));
        var outcome = RandomWork.outcome(random);
        var verdict = client.frontier().settle(job, client.name(), List.of(new Settlement(token, outcome)));
        assertThat(verdict).containsExactly(right ? Verdict.ACCEPTED : Verdict.REFUSED);
        if (right) model.settle(token.id(), outcome);
    }

    private void discover() {
        if (past.isEmpty()) return;
        var client = any();
        var own = held(client);
        var token = own.isEmpty() || random.nextInt(4) == 0
                ? past.get(random.nextInt(past.size()))
                : own.get(random.nextInt(own.size()));
        var links = RandomWork.links(random);
        boolean right = model.isCurrent(token) && client.equals(holders.get(token));
        var wanted = right ? model.discover(token.id(), links) : new Discovery(Verdict.REFUSED, 0, 0, 0);
        assertThat(client.frontier().discover(token, client.name(), links)).isEqualTo(wanted);
    }

    private void extend() {
        var client = any();
        var tokens =
                past.stream().filter(token -> random.nextInt(4) == 0).limit(50).toList();
        var lost = tokens.stream()
                .filter(token -> !model.isCurrent(token) || !client.equals(holders.get(token)))
                .toList();
        // Leases of one item of different times: by its id, all are lost when one is.
        var ids = lost.stream().map(Token::id).collect(Collectors.toSet());
        assertThat(client.frontier().extend(Bench.QUEUE, client.name(), tokens))
                .containsExactlyInAnyOrderElementsOf(tokens.stream()
                        .filter(token -> ids.contains(token.id()))
                        .toList());
    }

    /** Deadlines and due times are over now, and at times a worker gives no sign of life. */
    private void runOut() {
        var over = String.valueOf(model.last.now() - 1);
        model.items.forEach((id, item) -> {
            if (item.state == State.LEASED && random.nextInt(3) == 0) {
                bench.redis().zadd(key("inf"), Double.parseDouble(over), id.toString());
                if (random.nextInt(3) == 0) bench.redis().hdel(key("w"), item.worker);
            }
            if (item.state == State.DELAYED && random.nextBoolean()) {
                bench.redis().zadd(key("dly"), Double.parseDouble(over), id.toString());
            }
        });
    }

    private String key(String name) {
        return "{crawl:" + job + "}:" + name;
    }

    private void reap() {
        var name = any().name();
        var client = any();
        // So that the worker is known to have the job.
        client.frontier().extend(Bench.QUEUE, name, List.of(new Token(job, 0, 0)));
        var dead = model.items.values().stream()
                .filter(item -> item.state == State.LEASED && item.worker.startsWith(name + "~"))
                .toList();
        assertThat(bench.jobs().reap(Bench.QUEUE, name)).isEqualTo(dead.size());
        dead.forEach(model::crash);
    }

    /** A process ends without a word, and another takes its name. */
    private void startAnew() {
        int which = random.nextInt(clients.size());
        clients.get(which).queue().close();
        clients.set(which, client(clients.get(which).name()));
    }

    private void rarely() {
        switch (random.nextInt(6)) {
            case 0 -> operator.cancel(model);
            case 1 -> purge();
            default -> drain();
        }
    }

    private void purge() {
        boolean gone = false;
        while (!gone) gone = bench.jobs().purge(job);
        assertThat(bench.scan("*" + job.uid() + "}*")).isEmpty();
        var client = any();
        assertThat(client.frontier().lease(job, client.name(), 1).state()).isEqualTo(JobState.GONE);
        if (!past.isEmpty()) {
            var late = new Settlement(past.getLast(), RandomWork.outcome(random));
            assertThat(client.frontier().settle(job, client.name(), List.of(late)))
                    .containsExactly(Verdict.GONE);
        }
        assertThat(bench.jobs().seed(job, RandomWork.links(random)).verdict()).isEqualTo(Verdict.GONE);
        assertThatThrownBy(() -> bench.jobs().audit(job, true)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bench.scan("*" + job.uid() + "}*")).isEmpty();
        long highest = model.highestNumber;
        model = opened(Plans.run(model.plan, model.plan.run() + 1));
        model.highestNumber = highest;
    }

    /** Work until nothing is left. */
    void drain() {
        bench.jobs().resume(job);
        bench.jobs().seeded(job);
        model.seeded = true;
        if (model.state == JobState.SUSPENDED) model.state = JobState.RUNNING;
        for (int turn = 0; turn < 600; turn++) {
            runOut();
            model.check(picture(), false);
            var client = any();
            var ids = bench.jobs().results(job, "0", 200).stream()
                    .map(Jobs.Entry::id)
                    .toList();
            model.records -= bench.jobs().acknowledge(job, ids);
            var overdue = overdue();
            take(client, client.frontier().lease(job, client.name(), 50).leases(), 50, overdue);
            for (var token : held(client)) {
                var done = new Outcome.Fetched(1, "{}", null);
                assertThat(client.frontier().settle(job, client.name(), List.of(new Settlement(token, done))))
                        .containsExactly(Verdict.ACCEPTED);
                model.settle(token.id(), done);
            }
            model.check(picture(), false);
            if (!model.hasWork()) return;
        }
        throw new AssertionError("it does not come to an end: " + bench.snapshot(job));
    }

    @Override
    public void close() {
        clients.forEach(client -> client.queue().close());
    }
}
