package io.crawljob.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link Gate} by scripts, one call for a whole batch. */
final class RedisGate implements Gate {

    private static final int MOST_REQUESTS = 256;

    private final Keys keys;
    private final RedisLink link;
    private final RedisLink beats;
    private final LaneNotes notes;
    private final long placeMillis;

    RedisGate(Links links, LaneNotes notes, QueueTimes times) {
        this.keys = links.keys();
        this.link = links.main();
        this.beats = links.beats();
        this.notes = notes;
        this.placeMillis = times.lease().toMillis();
    }

    @Override
    public List<Grant> reserve(List<Request> requests) {
        if (requests.isEmpty()) return List.of();
        Names.atMost("requests", requests.size(), MOST_REQUESTS);
        var pooled = requests.stream().filter(request -> request.pool() != null).toList();
        if (pooled.isEmpty()) return alone(requests);
        var both = (link.scattered() ? oneAfterTheOther(pooled) : together(pooled)).iterator();
        var others = alone(requests.stream()
                        .filter(request -> request.pool() == null)
                        .toList())
                .iterator();
        return requests.stream()
                .map(request -> request.pool() == null ? others.next() : both.next())
                .toList();
    }

    private List<Grant> alone(List<Request> requests) {
        if (requests.isEmpty()) return List.of();
        var common = List.of(Long.toString(placeMillis), "1");
        var answers = each(link, Script.RESERVE, lanes(requests), common, i -> {
            var request = requests.get(i);
            return List.of(request.member(), policy(request.budget()));
        });
        var grants = new ArrayList<Grant>(requests.size());
        for (int i = 0; i < requests.size(); i++) grants.add(grant(requests.get(i), answers.get(i)));
        return grants;
    }

    /** Each request's two lanes in one step, so that neither is used up in vain. */
    private List<Grant> together(List<Request> requests) {
        var lanes = new ArrayList<String>();
        var arguments = new ArrayList<>(List.of(Long.toString(placeMillis), "2"));
        for (var request : requests) {
            var pool = Objects.requireNonNull(request.pool());
            lanes.add(keys.lane(Names.open("lane", request.lane())));
            lanes.add(keys.lane(Names.open("lane", pool.lane())));
            arguments.addAll(
                    List.of(request.member(), policy(request.budget()), request.member(), poolPolicy(pool.budget())));
        }
        var reply = link.call(new Call(Script.RESERVE, lanes, arguments));
        int width = reply.size() / requests.size();
        var grants = new ArrayList<Grant>(requests.size());
        for (int i = 0; i < requests.size(); i++) grants.add(grant(requests.get(i), reply.part(i * width, width)));
        return grants;
    }

    /** On a cluster: what its own lane grants is given back when the pool refuses. */
    private List<Grant> oneAfterTheOther(List<Request> requests) {
        var grants = new ArrayList<>(alone(requests.stream()
                .map(it -> new Request(it.lane(), it.member(), it.budget()))
                .toList()));
        var granted = IntStream.range(0, grants.size())
                .filter(i -> grants.get(i) instanceof Grant.Start)
                .boxed()
                .toList();
        if (granted.isEmpty()) return grants;
        var pools = granted.stream()
                .map(i -> Objects.requireNonNull(requests.get(i).pool()))
                .toList();
        var common = List.of(Long.toString(placeMillis), "1");
        var lanes = pools.stream()
                .map(pool -> keys.lane(Names.open("lane", pool.lane())))
                .toList();
        var answers = each(
                link,
                Script.RESERVE,
                lanes,
                common,
                i -> List.of(
                        requests.get(granted.get(i)).member(),
                        poolPolicy(pools.get(i).budget())));
        var inVain = new ArrayList<Request>();
        for (int i = 0; i < granted.size(); i++) {
            int at = granted.get(i);
            var request = requests.get(at);
            var answer = answers.get(i);
            var wait = Duration.ofMillis(answer.number(1));
            if (answer.text(0).equals("S")) {
                grants.set(at, later((Grant.Start) grants.get(at), wait));
            } else {
                grants.set(at, new Grant.Refused(wait, Reason.valueOf(answer.text(2)), true));
                inVain.add(new Request(request.lane(), request.member(), request.budget()));
            }
        }
        release(inVain);
        return grants;
    }

    private static Grant later(Grant.Start start, Duration in) {
        return in.compareTo(start.in()) > 0 ? new Grant.Start(in, start.within(), start.apart()) : start;
    }

    /**
     * One script for many lanes: in one call, or on a cluster in one a slot, sent in one go. The values that answer each of them, in order; none when the
     * script has nothing to say of single lanes.
     */
    private static List<Reply> each(
            RedisLink link,
            Script script,
            List<String> lanes,
            List<String> common,
            IntFunction<List<String>> arguments) {
        var groups = link.together(lanes);
        var calls = groups.stream()
                .map(group -> {
                    var all = new ArrayList<>(common);
                    for (int i : group) all.addAll(arguments.apply(i));
                    return new Call(script, group.stream().map(lanes::get).toList(), all);
                })
                .toList();
        var replies = link.callAll(calls);
        var answers = new ArrayList<Reply>(Collections.nCopies(lanes.size(), new Reply(List.of())));
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            var reply = replies.get(g);
            int width = reply.size() / group.size();
            for (int i = 0; i < group.size(); i++) answers.set(group.get(i), reply.part(i * width, width));
        }
        return answers;
    }

    private static String policy(Budget budget) {
        return budget.version() + "|" + budget.delay().toMillis() + "|" + budget.maxConcurrent() + "|"
                + interval(budget.perMinute()) + "|" + budget.burst() + "|" + millis(budget.blockedUntil());
    }

    /** A queue may have thousands of requests a minute, so its spacing is told finer. */
    private static String poolPolicy(Budget budget) {
        var perMinute = budget.perMinute();
        return policy(budget) + "|" + (perMinute == null ? 0 : Math.ceilDiv(60_000_000L, perMinute));
    }

    private Grant grant(Request request, Reply reply) {
        var wait = Duration.ofMillis(reply.number(1));
        notes.put(request.lane(), new LaneNotes.Note((int) reply.number(3), reply.number(4) == 1));
        return reply.text(0).equals("S")
                ? new Grant.Start(wait, Duration.ofMillis(reply.number(2)), Duration.ofMillis(reply.number(5)))
                : new Grant.Refused(wait, Reason.valueOf(reply.text(2)), reply.number(6) == 1);
    }

    /** Rounded up, so that a minute never has one more. */
    private static long interval(@Nullable Integer perMinute) {
        return perMinute == null ? 0 : Math.ceilDiv(60_000L, perMinute);
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? 0 : instant.toEpochMilli();
    }

    private List<String> lanes(List<Request> requests) {
        return requests.stream()
                .map(request -> keys.lane(Names.open("lane", request.lane())))
                .toList();
    }

    @Override
    public void end(List<Ended> requests) {
        var lanes = new ArrayList<String>();
        var arguments = new ArrayList<List<String>>();
        for (var ended : requests) {
            var request = ended.request();
            var ago = ended.begunAgo();
            lanes.add(keys.lane(Names.open("lane", request.lane())));
            arguments.add(List.of(request.member(), ago == null ? "-1" : Long.toString(ago.toMillis())));
            if (request.pool() == null) continue;
            lanes.add(keys.lane(request.pool().lane()));
            arguments.add(List.of(request.member(), "-1"));
        }
        if (!lanes.isEmpty()) each(link, Script.RELEASE, lanes, List.of(), arguments::get);
    }

    @Override
    public void extend(List<Request> requests) {
        var lanes = new ArrayList<String>();
        var members = new ArrayList<String>();
        for (var request : requests) {
            lanes.add(keys.lane(Names.open("lane", request.lane())));
            members.add(request.member());
            if (request.pool() == null) continue;
            lanes.add(keys.lane(request.pool().lane()));
            members.add(request.member());
        }
        if (lanes.isEmpty()) return;
        each(beats, Script.HOLD, lanes, List.of(Long.toString(placeMillis)), i -> List.of(members.get(i)));
    }

    @Override
    public void report(String lane, Report report) {
        switch (report) {
            case Report.Answered() -> {
                if (notes.slowed(lane)) report(lane, "answered", 0);
            }
            case Report.RetryAfter(var in) -> report(lane, "retryAfter", in.toMillis());
            case Report.Overloaded() -> report(lane, "overloaded", 0);
            case Report.ConnectFailed() -> report(lane, "connectFailed", 0);
            case Report.CrawlDelay(var delay) -> report(lane, "crawlDelay", delay.toMillis());
        }
    }

    private void report(String lane, String kind, long millis) {
        link.call(Call.on(keys.lane(Names.open("lane", lane)), Script.REPORT, kind, millis));
    }

    @Override
    public List<LaneState> read(List<String> lanes) {
        if (lanes.isEmpty()) return List.of();
        var keyed =
                lanes.stream().map(lane -> keys.lane(Names.open("lane", lane))).toList();
        var answers = each(link, Script.LANES, keyed, List.of(), i -> List.of());
        var states = new ArrayList<LaneState>(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            var answer = answers.get(i);
            var reason = answer.text(2).isEmpty() ? null : Reason.valueOf(answer.text(2));
            var until = reason == null ? null : Instant.ofEpochMilli(answer.number(1));
            states.add(new LaneState(
                    lanes.get(i), (int) answer.number(0), until, reason, answer.number(3) == 1, answer.number(4) == 1));
        }
        return states;
    }
}
