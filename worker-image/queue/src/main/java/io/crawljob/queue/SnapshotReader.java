package io.crawljob.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads jobs in one pipelined round, and in a second one what the gate says of the hosts that hold them back. Now and then it also brings running jobs back
 * into their queue's shared sets, should a hint have been lost.
 */
final class SnapshotReader {

    private static final int LANES_LOOKED_AT = 64;
    private static final int HOSTS = 10;
    private static final int HOSTS_ASKED = 20;
    private static final int LANES_ASKED = 200;

    private final Keys keys;
    private final RedisLink link;
    private final Gate gate;
    private final Duration repair;
    private final ConcurrentHashMap<JobKey, Instant> repaired = new ConcurrentHashMap<>();

    SnapshotReader(Links links, Gate gate, QueueTimes times) {
        this.keys = links.keys();
        this.link = links.main();
        this.gate = gate;
        this.repair = times.repair();
    }

    List<Optional<Snapshot>> read(List<JobKey> jobs) {
        if (jobs.isEmpty()) return List.of();
        var replies = link.callAll(jobs.stream()
                .map(job -> Call.on(keys.job(job), Script.SNAPSHOT, LANES_LOOKED_AT))
                .toList());
        var lanes = new LinkedHashSet<String>();
        for (var reply : replies) {
            if (reply.text(0).equals("ok")) held(reply).forEach(h -> lanes.add(h.lane()));
        }
        var states = new HashMap<String, Gate.LaneState>();
        var asked = lanes.stream().limit(LANES_ASKED).toList();
        if (!asked.isEmpty()) gate.read(asked).forEach(state -> states.put(state.lane(), state));
        repair(jobs, replies);
        var snapshots = new ArrayList<Optional<Snapshot>>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            var reply = replies.get(i);
            snapshots.add(reply.gone() ? Optional.empty() : Optional.of(snapshot(jobs.get(i), reply, states)));
        }
        return snapshots;
    }

    private void repair(List<JobKey> jobs, List<Reply> replies) {
        var calls = new ArrayList<Call>();
        for (int i = 0; i < jobs.size(); i++) {
            var job = jobs.get(i);
            var reply = replies.get(i);
            var fields = reply.size() > 2 ? reply.list(2) : reply;
            if (!reply.text(0).equals("ok") || !fields.text(0).equals("running")) {
                repaired.remove(job);
                continue;
            }
            var now = Instant.ofEpochMilli(reply.number(1));
            var last = repaired.putIfAbsent(job, now);
            // A server whose clock was set back has jobs that sleep until it is where it was.
            if (last == null || (!now.isBefore(last) && now.isBefore(last.plus(repair)))) continue;
            repaired.put(job, now);
            calls.add(Call.on(
                    keys.queue(new QueueKey(job.namespace(), fields.text(5))),
                    Script.MEMBER,
                    "join",
                    job,
                    fields.text(6),
                    fields.text(7),
                    reply.text(10)));
        }
        if (!calls.isEmpty()) link.callAll(calls);
    }

    /** A lane that may not be asked now; {@code at} 0 when its concurrency holds it, -1 when only the gate knows. */
    private record Held(String lane, long waiting, long at, long delayed) {
        long pages() {
            return waiting + delayed;
        }
    }

    private static List<Held> held(Reply reply) {
        var lanes = reply.list(11);
        var held = new ArrayList<Held>();
        for (int i = 0; i < lanes.size(); i++) {
            var lane = lanes.list(i);
            held.add(new Held(lane.text(0), lane.number(1), lane.number(2), lane.number(3)));
        }
        held.sort(Comparator.comparingLong(Held::pages).reversed());
        return held.subList(0, Math.min(HOSTS_ASKED, held.size()));
    }

    private static Snapshot snapshot(JobKey job, Reply reply, Map<String, Gate.LaneState> states) {
        var now = Instant.ofEpochMilli(reply.number(1));
        var fields = reply.list(2);
        var counters = new Counters(reply.size() > 3 ? reply.list(3) : new Reply(List.of()));
        boolean draining = reply.text(0).equals("draining");
        return new Snapshot(
                job,
                now,
                Entries.state(fields.text(0)),
                fields.text(1),
                fields.number(2),
                (int) fields.number(3),
                fields.text(4).equals("1"),
                counters.of("discovered"),
                counters.of("waiting"),
                draining ? 0 : reply.number(4),
                draining ? 0 : reply.number(5),
                counters.of("done"),
                counters.of("failed"),
                counters.of("excluded"),
                counters.of("retries"),
                counters.of("skipped"),
                counters.of("bytes"),
                draining ? 0 : reply.number(6),
                draining ? 0 : reply.number(8),
                counters.of("records"),
                counters.of("recordBytes"),
                !draining && reply.number(9) == 1,
                draining ? null : instant(reply.text(7)),
                draining ? List.of() : hosts(reply, now, states),
                counters.tallies('f'),
                counters.tallies('r'),
                counters.tallies('x'),
                counters.tallies('k'),
                draining ? Allowance.DEFAULT : allowance(fields),
                draining ? null : complaint(fields));
    }

    private static @Nullable Complaint complaint(Reply fields) {
        if (fields.text(11).isEmpty()) return null;
        return new Complaint(Complaint.Kind.of(fields.text(11)), fields.text(12));
    }

    private static Allowance allowance(Reply fields) {
        return new Allowance(fields.number(8), (int) fields.number(9), (int) fields.number(10));
    }

    private static @Nullable Instant instant(String millis) {
        return millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static List<Snapshot.HeldHost> hosts(Reply reply, Instant now, Map<String, Gate.LaneState> states) {
        return held(reply).stream()
                .flatMap(held -> host(held, now, states.get(held.lane())).stream())
                .limit(HOSTS)
                .toList();
    }

    /** The later of what the job's own politeness and the gate say, and its reason. */
    private static Optional<Snapshot.HeldHost> host(Held held, Instant now, Gate.@Nullable LaneState state) {
        if (held.at() < 0 && (state == null || !state.closed())) return Optional.empty();
        var own = held.at() <= 0 ? null : Instant.ofEpochMilli(held.at());
        if (state != null && state.until() != null && state.reason() != null) {
            var until = own != null && own.isAfter(state.until()) ? own : state.until();
            return Optional.of(host(held, until, state.reason()));
        }
        var reason = own == null ? Gate.Reason.CONCURRENCY : Gate.Reason.DELAY;
        return Optional.of(host(held, own == null ? now : own, reason));
    }

    private static Snapshot.HeldHost host(Held held, Instant until, Gate.Reason reason) {
        var host = held.lane().startsWith("host:") ? held.lane().substring("host:".length()) : held.lane();
        return new Snapshot.HeldHost(host, held.waiting(), held.delayed(), until, Snapshot.HeldHost.reason(reason));
    }
}
