package io.crawljob.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Jobs} by scripts. What is more than one script can do at once is done in chunks, and going on where a call broke off is safe. */
final class RedisJobs implements Jobs {

    private final Keys keys;
    private final RedisLink link;
    private final Hints hints;
    private final SnapshotReader snapshots;
    private final Auditing auditing;

    RedisJobs(Links links, Hints hints, SnapshotReader snapshots) {
        this.keys = links.keys();
        this.link = links.main();
        this.hints = hints;
        this.snapshots = snapshots;
        this.auditing = new Auditing(links);
    }

    @Override
    public Opened open(Plan plan) {
        var job = plan.job();
        // First in the registry: a job whose keys were never made is found by the sweep, one with keys is never
        // forgotten.
        link.run("HSET", commands -> commands.hset(keys.registry(), job.toString(), plan.queue()));
        var reply = link.call(
                Call.on(keys.job(job), Script.OPEN, plan.generation(), plan.run(), plan.queue(), PlanCodec.encode(plan))
                        .with(PlanFields.of(plan)));
        var opened = Opened.valueOf(reply.text(0).toUpperCase(Locale.ROOT));
        var state = Entries.state(reply.text(2));
        if (opened == Opened.STALE || opened == Opened.OCCUPIED) return opened;
        var before = reply.text(1);
        if (!before.equals(plan.queue())) leaveQueue(job, before);
        if (state == JobState.RUNNING || state == JobState.SUSPENDED) {
            link.call(Call.on(
                    keys.queue(new QueueKey(job.namespace(), plan.queue())),
                    Script.MEMBER,
                    "join",
                    job,
                    plan.priority().weight(),
                    reply.text(4),
                    reply.text(5)));
        }
        return opened;
    }

    private void leaveQueue(JobKey job, String queue) {
        link.call(Call.on(keys.queue(new QueueKey(job.namespace(), queue)), Script.MEMBER, "leave", job));
    }

    @Override
    public Discovery seed(JobKey job, List<NewItem> seeds) {
        Names.atMost("seeds", seeds.size(), MAX_SEEDS);
        var admissible = Admissible.of(job, seeds);
        var answer = Entries.discovery(
                job, link.call(Call.on(keys.job(job), Script.SEED).with(Entries.arguments(admissible.items()))), hints);
        if (answer.verdict() != Verdict.ACCEPTED || admissible.leftOut().isEmpty()) return answer;
        link.call(Call.on(keys.job(job), Script.SKIP).with(Entries.skipped(admissible.leftOut())));
        return answer.andOver(admissible.count());
    }

    @Override
    public void seeded(JobKey job) {
        state(job, "seeded");
    }

    @Override
    public void limit(QueueKey queue, QueueLimits limits) {
        link.call(Call.on(keys.queue(queue), Script.LIMIT, text(limits.perMinute()), text(limits.maxConcurrent())));
    }

    private static String text(@Nullable Integer limit) {
        return limit == null ? "" : limit.toString();
    }

    @Override
    public void allow(JobKey job, Allowance allowance) {
        var call = Call.on(
                keys.job(job), Script.ALLOW, allowance.maxWaiting(), allowance.events(), allowance.deadLetters());
        for (var reply = link.call(call); !reply.gone() && reply.number(1) > 0; reply = link.call(call)) {
            if (Thread.currentThread().isInterrupted()) return;
        }
    }

    @Override
    public void suspend(JobKey job) {
        state(job, "suspend");
    }

    @Override
    public void resume(JobKey job) {
        state(job, "resume");
    }

    private void state(JobKey job, String change) {
        var reply = link.call(Call.on(keys.job(job), Script.STATE, change));
        if (!reply.gone()) hints.tell(job, reply, 0);
    }

    @Override
    public void cancel(JobKey job) {
        while (true) {
            var reply = link.call(Call.on(keys.job(job), Script.CANCEL));
            if (reply.gone()) return;
            if (reply.number(2) == 0) {
                leaveQueue(job, reply.text(1));
                return;
            }
        }
    }

    @Override
    public Finish finish(JobKey job) {
        var reply = link.call(Call.on(keys.job(job), Script.FINISH));
        return switch (reply.text(0)) {
            case "closed" -> {
                leaveQueue(job, reply.text(1));
                yield new Finish.Closed();
            }
            case "open" -> new Finish.NotYet(reply.text(2));
            default -> new Finish.Gone();
        };
    }

    @Override
    public long redriveOnly(JobKey job, Selection selection, int run) {
        var failureClass = selection.failureClass();
        var lane = selection.lane();
        var id = selection.id();
        var wanted = List.of(
                failureClass == null ? "" : Names.closed("failure class", failureClass),
                lane == null ? "" : Names.open("lane", lane),
                id == null ? "" : id.toString());
        long moved = 0;
        long from = 0;
        while (from >= 0) {
            var reply =
                    link.call(Call.on(keys.job(job), Script.REDRIVE, from, run).with(wanted));
            if (reply.gone()) return moved;
            moved += reply.number(4);
            from = reply.number(5);
            if (reply.number(4) > 0) rejoin(job, reply);
        }
        return moved;
    }

    @Override
    public List<DeadLetter> deadLetters(JobKey job, int from, int count) {
        Names.atMost("dead letters", count, MAX_SEEDS);
        var reply = link.call(Call.on(keys.job(job), Script.LETTERS, from, count));
        if (reply.gone()) return List.of();
        var letters = new ArrayList<DeadLetter>();
        for (int i = 1; i + 4 < reply.size(); i += 5) letters.add(Entries.deadLetter(reply.part(i, 5)));
        return letters;
    }

    /** A finished job that runs again is no member of its queue any more. */
    private void rejoin(JobKey job, Reply reply) {
        var weight = link.run("HGET", commands -> commands.hget(keys.job(job), "weight"));
        if (weight == null) return;
        link.call(Call.on(
                keys.queue(new QueueKey(job.namespace(), reply.text(1))),
                Script.MEMBER,
                "join",
                job,
                weight,
                reply.text(2),
                reply.text(3)));
    }

    @Override
    public long reap(QueueKey queue, String worker) {
        var heartbeat = keys.heartbeat(queue, Names.worker(worker));
        var jobs = link.run("ZRANGE", commands -> commands.zrange(heartbeat, 0, -1));
        long reaped = 0;
        for (var job : jobs) reaped += reap(Keys.parse(job), worker);
        link.run("DEL", commands -> commands.del(heartbeat));
        return reaped;
    }

    private long reap(JobKey job, String worker) {
        long reaped = 0;
        long from = 0;
        while (from >= 0) {
            var reply = link.call(Call.on(keys.job(job), Script.REAP, worker, from));
            if (reply.gone()) return reaped;
            reaped += reply.number(4);
            from = reply.number(5);
            hints.tell(job, reply, 0);
        }
        return reaped;
    }

    @Override
    public Audit audit(JobKey job, boolean mend) {
        var reply = auditing.audit(job, mend);
        if (reply.gone()) throw new IllegalArgumentException("job %s has no keys to audit".formatted(job));
        if (mend) hints.tell(job, reply, 0);
        return Auditing.read(reply);
    }

    @Override
    public boolean purge(JobKey job) {
        var reply = link.call(Call.on(keys.job(job), Script.PURGE));
        if (reply.number(2) == 1) return false;
        var registered = link.run("HGET", commands -> commands.hget(keys.registry(), job.toString()));
        for (var queue : new String[] {reply.text(1), registered}) {
            if (queue != null && !queue.isEmpty()) leaveQueue(job, queue);
        }
        link.run("HDEL", commands -> commands.hdel(keys.registry(), job.toString()));
        return true;
    }

    @Override
    public List<JobKey> registered() {
        return link.run("HKEYS", commands -> commands.hkeys(keys.registry())).stream()
                .map(Keys::parse)
                .toList();
    }

    @Override
    public List<Optional<Snapshot>> snapshots(List<JobKey> jobs) {
        return snapshots.read(jobs);
    }

    @Override
    public List<Entry> results(JobKey job, String afterId, int count) {
        return Streams.after(link, keys.results(job), afterId, count, "r");
    }

    @Override
    public long acknowledge(JobKey job, List<String> ids) {
        long removed = 0;
        for (int from = 0; from < ids.size(); from += MAX_SEEDS) {
            var some = new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + MAX_SEEDS)));
            var reply = link.call(Call.on(keys.job(job), Script.ACKNOWLEDGE).with(some));
            if (reply.gone()) return removed;
            removed += reply.number(4);
            hints.tell(job, reply, 0);
        }
        return removed;
    }

    @Override
    public String emit(JobKey job, String type, String json) {
        var reply = link.call(Call.on(keys.job(job), Script.EMIT, type, json));
        return reply.gone() ? "" : reply.text(1);
    }

    @Override
    public List<Entry> events(JobKey job, String afterId, int count) {
        return Streams.after(link, keys.events(job), afterId, count, "j");
    }

    @Override
    public boolean eventsCut(JobKey job, String afterId) {
        Streams.check(afterId);
        var cut = link.run("HGET", commands -> commands.hget(keys.job(job), "lastCut"));
        if (cut != null && Streams.compare(afterId, cut) < 0) return true;
        // A server that has lost its last moments may give ids anew that were read before them.
        return Streams.compare(Streams.last(link, keys.events(job)), afterId) < 0;
    }
}
