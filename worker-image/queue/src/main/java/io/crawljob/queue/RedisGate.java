package io.crawljob.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        var arguments = new ArrayList<String>(1 + requests.size() * 6);
        arguments.add(Long.toString(placeMillis));
        for (var request : requests) {
            var budget = request.budget();
            arguments.add(request.member());
            arguments.add(Long.toString(budget.delay().toMillis()));
            arguments.add(Integer.toString(budget.maxConcurrent()));
            arguments.add(Long.toString(interval(budget.perMinute())));
            arguments.add(Long.toString(millis(budget.blockedUntil())));
            arguments.add(Long.toString(budget.version()));
        }
        var reply = link.call(new Call(Script.RESERVE, lanes(requests), arguments));
        var grants = new ArrayList<Grant>(requests.size());
        for (int i = 0; i < requests.size(); i++) grants.add(grant(requests.get(i), reply, i * 5));
        return grants;
    }

    private Grant grant(Request request, Reply reply, int at) {
        var wait = Duration.ofMillis(reply.number(at + 1));
        notes.put(request.lane(), new LaneNotes.Note((int) reply.number(at + 3), reply.number(at + 4) == 1));
        return reply.text(at).equals("S")
                ? new Grant.Start(wait)
                : new Grant.Refused(wait, Reason.valueOf(reply.text(at + 2)));
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

    private static List<String> members(List<Request> requests) {
        return requests.stream().map(Request::member).toList();
    }

    @Override
    public void release(List<Request> requests) {
        if (requests.isEmpty()) return;
        link.call(new Call(Script.RELEASE, lanes(requests), members(requests)));
    }

    @Override
    public void extend(List<Request> requests) {
        if (requests.isEmpty()) return;
        var arguments = new ArrayList<String>(requests.size() + 1);
        arguments.add(Long.toString(placeMillis));
        arguments.addAll(members(requests));
        beats.call(new Call(Script.HOLD, lanes(requests), arguments));
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
        var reply = link.call(new Call(
                Script.LANES,
                lanes.stream().map(lane -> keys.lane(Names.open("lane", lane))).toList(),
                List.of()));
        var states = new ArrayList<LaneState>(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            int at = 1 + i * 3;
            var reason = reply.text(at + 2).isEmpty() ? null : Reason.valueOf(reply.text(at + 2));
            var until = reason == null ? null : Instant.ofEpochMilli(reply.number(at + 1));
            states.add(new LaneState(lanes.get(i), (int) reply.number(at), until, reason));
        }
        return states;
    }
}
