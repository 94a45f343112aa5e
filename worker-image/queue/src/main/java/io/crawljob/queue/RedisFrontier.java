package io.crawljob.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Frontier} by scripts. Leases and links go over one connection, heartbeats over another, so that a slow answer never costs a lease. */
final class RedisFrontier implements Frontier {

    private static final int LONGEST_COMPLAINT = 1_024;

    private final Keys keys;
    private final RedisLink link;
    private final RedisLink beats;
    private final Hints hints;
    private final LaneNotes notes;
    private final QueueTimes times;

    /**
     * Makes a worker's name this process's own: a container that is started again has its predecessor's name, and must not pass for it, or work that kills
     * its process would look as if it had merely taken long.
     */
    private final String life = "~" + UUID.randomUUID().toString().substring(0, 8);

    /** By worker: jobs that it picked and has not asked yet. */
    private final ConcurrentHashMap<String, Set<JobKey>> picked = new ConcurrentHashMap<>();

    RedisFrontier(Links links, Hints hints, LaneNotes notes, QueueTimes times) {
        this.keys = links.keys();
        this.link = links.main();
        this.beats = links.beats();
        this.hints = hints;
        this.notes = notes;
        this.times = times;
    }

    @Override
    public Pick pick(QueueKey queue, String worker, int k) {
        Names.worker(worker);
        Names.atMost("jobs", k, MAX_LINKS);
        var told = hints.take(queue);
        // Jobs of the last pick that were not asked need not sleep on.
        for (var unasked : picked.getOrDefault(worker, Set.of()))
            told.addAll(List.of(unasked.toString(), "-1", "0", "0"));
        var reply = link.call(Call.on(
                        keys.queue(queue),
                        Script.PICK,
                        worker,
                        k,
                        times.moment().toMillis())
                .with(told));
        var jobs = reply.texts(2).stream().map(Keys::parse).toList();
        var toAsk = ConcurrentHashMap.<JobKey>newKeySet();
        toAsk.addAll(jobs);
        picked.put(worker, toAsk);
        return new Pick(
                jobs,
                Duration.ofMillis(Math.min(reply.number(0), MAX_PICK_PAUSE.toMillis())),
                QueueLimits.parse(reply.text(1)));
    }

    @Override
    public Leased lease(JobKey job, String worker, int n) {
        Names.worker(worker);
        Names.atMost("items", n, MAX_LINKS);
        var toAsk = picked.get(worker);
        if (toAsk != null) toAsk.remove(job);
        var reply = link.call(Call.on(
                keys.job(job), Script.LEASE, worker + life, times.lease().toMillis(), n));
        return leased(job, reply, 8);
    }

    /** Reads {@code ok, queue, change, wake, now, state, generation, epoch, …}, with leases from {@code at} on. */
    private Leased leased(JobKey job, Reply reply, int at) {
        if (reply.gone()) return new Leased(JobState.GONE, 0, 0, List.of(), Duration.ZERO);
        var leases = new ArrayList<Lease>();
        for (int i = at; i < reply.size(); i += 3) {
            var lease = Entries.lease(job, reply.number(i), reply.text(i + 1), reply.text(i + 2));
            notes.leased(lease.token(), lease.lane());
            leases.add(lease);
        }
        hints.tell(job, reply, leases.size());
        return new Leased(
                Entries.state(reply.text(5)),
                reply.number(6),
                // After a break the same server may have lost its last moment.
                reply.number(7) + link.breaks(),
                leases,
                Duration.ofMillis(Math.max(0, reply.number(3) - reply.number(4))));
    }

    @Override
    public Optional<Plan> plan(JobKey job) {
        var fields = link.run("HMGET", commands -> commands.hmget(keys.job(job), "plan", "state"));
        if (!fields.get(0).hasValue() || fields.get(1).getValueOrElse("").equals("draining")) return Optional.empty();
        return Optional.of(PlanCodec.decode(fields.get(0).getValue()));
    }

    @Override
    public void complain(JobKey job, Complaint complaint) {
        link.call(Call.on(
                keys.job(job), Script.COMPLAIN, complaint.kind(), Texts.cut(complaint.why(), LONGEST_COMPLAINT)));
    }

    @Override
    public List<Discovery> discoverAll(JobKey job, String worker, List<Found> found) {
        Names.atMost(
                "links", found.stream().mapToInt(some -> some.links().size()).sum(), MAX_LINKS);
        var arguments = new ArrayList<String>();
        var links = found.stream().map(some -> Admissible.of(job, some.links())).toList();
        for (int i = 0; i < found.size(); i++) {
            var token = found.get(i).token();
            var items = links.get(i).items();
            arguments.add(Long.toString(token.id()));
            arguments.add(Long.toString(token.number()));
            arguments.add(Integer.toString(items.size()));
            arguments.addAll(Entries.arguments(items));
        }
        var reply =
                link.call(Call.on(keys.job(job), Script.DISCOVER, worker + life).with(arguments));
        if (reply.gone()) {
            return found.stream()
                    .map(some -> new Discovery(Verdict.GONE, 0, 0, 0))
                    .toList();
        }
        hints.tell(job, reply, 0);
        var answers = new ArrayList<Discovery>();
        for (int i = 0; i < found.size(); i++) {
            var answer = Entries.found(reply.part(4 + 4 * i, 4));
            if (answer.verdict() == Verdict.ACCEPTED) {
                notes.discovered(found.get(i).token());
                countSkipped(job, links.get(i).leftOut());
                answer = answer.andOver(links.get(i).count());
            }
            answers.add(answer);
        }
        return answers;
    }

    private void countSkipped(JobKey job, Map<String, Skipped> byRule) {
        if (byRule.isEmpty()) return;
        link.call(Call.on(keys.job(job), Script.SKIP).with(Entries.skipped(byRule)));
    }

    @Override
    public List<Verdict> settle(JobKey job, String worker, List<Settlement> settlements) {
        return settleAndLease(job, worker, settlements, 0).verdicts();
    }

    @Override
    public Settled settleAndLease(JobKey job, String worker, List<Settlement> settlements, int n) {
        Names.atMost("settlements", settlements.size(), MAX_LINKS);
        Names.atMost("items", n, MAX_LINKS);
        if (settlements.isEmpty() && n == 0) {
            return new Settled(List.of(), new Leased(JobState.RUNNING, 0, 0, List.of(), Duration.ZERO));
        }
        var arguments = new ArrayList<String>(settlements.size() * 9);
        for (var settlement : settlements) arguments.addAll(Entries.arguments(settlement, notes));
        var reply = link.call(Call.on(
                        keys.job(job),
                        Script.SETTLE,
                        worker + life,
                        times.lease().toMillis(),
                        n)
                .with(arguments));
        for (var settlement : settlements) notes.forget(settlement.token());
        if (reply.gone()) {
            return new Settled(settlements.stream().map(s -> Verdict.GONE).toList(), leased(job, reply, 0));
        }
        var verdicts = reply.text(8)
                .chars()
                .mapToObj(letter -> letter == 'A' ? Verdict.ACCEPTED : Verdict.REFUSED)
                .toList();
        return new Settled(verdicts, leased(job, reply, 9));
    }

    @Override
    public List<Token> extend(QueueKey queue, String worker, List<Token> tokens) {
        Names.worker(worker);
        if (tokens.isEmpty()) return List.of();
        Map<JobKey, List<Token>> byJob = new LinkedHashMap<>();
        for (var token : tokens)
            byJob.computeIfAbsent(token.job(), job -> new ArrayList<>()).add(token);
        var calls = new ArrayList<Call>();
        var extended = new ArrayList<List<Token>>();
        byJob.forEach((job, all) -> {
            for (int from = 0; from < all.size(); from += MAX_LINKS) {
                var some = all.subList(from, Math.min(all.size(), from + MAX_LINKS));
                extended.add(some);
                calls.add(Call.on(
                                keys.job(job),
                                Script.EXTEND,
                                worker + life,
                                times.lease().toMillis())
                        .with(Entries.tokens(some)));
            }
        });
        calls.add(Call.on(keys.queue(queue), Script.HEARTBEAT, worker)
                .with(byJob.keySet().stream().map(JobKey::toString).toList()));
        var replies = beats.callAll(calls);
        var lost = new ArrayList<Token>();
        for (int i = 0; i < extended.size(); i++) lost.addAll(lost(replies.get(i), extended.get(i)));
        return lost;
    }

    private static List<Token> lost(Reply reply, List<Token> tokens) {
        if (reply.gone()) return tokens;
        var ids = new HashSet<>(reply.texts(1));
        return tokens.stream()
                .filter(token -> ids.contains(Long.toString(token.id())))
                .toList();
    }

    @Override
    public void leave(QueueKey queue, String worker) {
        picked.remove(worker);
        link.call(Call.on(keys.queue(queue), Script.PICK, "", 0, 0).with(hints.take(queue)));
        link.run("DEL", commands -> commands.del(keys.heartbeat(queue, worker)));
    }
}
