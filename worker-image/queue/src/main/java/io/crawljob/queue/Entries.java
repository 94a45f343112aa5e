package io.crawljob.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The protocol's texts: arguments of scripts and entries of items. */
final class Entries {

    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_SAMPLE = 2083;

    /** The class that {@code lease} parks an entry under which it cannot read. */
    private static final String UNREADABLE = "Unreadable";

    /** Attempts, crashes, payload. */
    private static final Pattern READABLE =
            Pattern.compile("1\\|(\\d{1,9})\\|(\\d{1,9})\\|\\d{1,9}\\|-?\\d+\\|(.*)", Pattern.DOTALL);

    private static final Pattern SEED = Pattern.compile("\\A#-?\\d*\\|");

    private Entries() {}

    /** Reads {@code 1|attempt|crash|depth|id|payload}. */
    static Lease lease(JobKey job, long number, String lane, String entry) {
        var parts = entry.split("\\|", 6);
        if (parts.length != 6 || !parts[0].equals("1")) {
            throw new IllegalStateException("not an item of job %s: %s".formatted(job, entry));
        }
        var token = new Token(job, Long.parseLong(parts[4]), number);
        return new Lease(
                token,
                lane,
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                withoutSeed(parts[5]));
    }

    /** What the scripts know of an item's seed stands before its payload. */
    private static String withoutSeed(String payload) {
        return payload.startsWith("#") ? SEED.matcher(payload).replaceFirst("") : payload;
    }

    /** Reads id, lane, class, ms, entry; the entry as it stands is the payload when it cannot be read. */
    static Jobs.DeadLetter deadLetter(Reply letter) {
        var entry = READABLE.matcher(letter.text(4));
        var failure = letter.text(2);
        boolean readable = entry.matches() && !failure.equals(UNREADABLE);
        boolean permanent = failure.startsWith("!");
        return new Jobs.DeadLetter(
                letter.number(0),
                letter.text(1),
                permanent ? failure.substring(1) : failure,
                permanent,
                readable ? Integer.parseInt(entry.group(1)) : 0,
                readable ? Integer.parseInt(entry.group(2)) : 0,
                Instant.ofEpochMilli(letter.number(3)),
                readable ? withoutSeed(entry.group(3)) : letter.text(4));
    }

    /** Of items that are {@link Admissible}. */
    static List<String> arguments(List<NewItem> items) {
        var arguments = new ArrayList<String>(items.size() * 4);
        for (var item : items) {
            arguments.add(item.lane());
            arguments.add(Long.toString(item.id()));
            var rule = item.excludedBy();
            arguments.add(rule == null ? Integer.toString(item.depth()) : "!" + Names.closed("rule", rule));
            arguments.add(item.payload());
        }
        return arguments;
    }

    static List<String> tokens(List<Token> tokens) {
        var arguments = new ArrayList<String>(tokens.size() * 2);
        for (var token : tokens) {
            arguments.add(Long.toString(token.id()));
            arguments.add(Long.toString(token.number()));
        }
        return arguments;
    }

    /** The arguments of one settlement: nine, and three for each rule that left links out. */
    static List<String> arguments(Settlement settlement, LaneNotes notes) {
        var token = settlement.token();
        var told = notes.told(token);
        var arguments = new ArrayList<String>();
        arguments.add(Long.toString(token.id()));
        arguments.add(Long.toString(token.number()));
        arguments.addAll(fields(settlement.outcome()));
        arguments.add(Integer.toString(told.concurrency()));
        arguments.add(Integer.toString(told.calls()));
        arguments.add(Integer.toString(settlement.skipped().size()));
        arguments.addAll(skipped(settlement.skipped()));
        return arguments;
    }

    private static List<String> fields(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Fetched(var bytes, var record, var finalId) -> {
                if (record != null && Texts.bytes(record) > Outcome.MAX_RECORD_BYTES) yield tooLarge(record);
                yield List.of(
                        "done",
                        Long.toString(bytes),
                        record == null ? "" : record,
                        finalId == null ? "" : finalId.toString());
            }
            case Outcome.Redirected() -> List.of("redirected", "", "", "");
            case Outcome.Retry(var failure, var message, var delay) ->
                List.of("retry", failureClass(failure), message(message), Long.toString(delay.toMillis()));
            case Outcome.PutBack(var delay) -> List.of("back", Long.toString(delay.toMillis()), "", "");
            case Outcome.Dead(var failure, var message, var permanent) ->
                List.of("dead", failureClass(failure), message(message), permanent ? "1" : "0");
            case Outcome.Excluded(var rule) -> List.of("excluded", Names.closed("rule", rule), "", "");
        };
    }

    private static List<String> tooLarge(String record) {
        var message =
                "its record has %d bytes, the limit is %d: take out what spec.extract adds, such as links or article"
                        .formatted(Texts.bytes(record), Outcome.MAX_RECORD_BYTES);
        return List.of("dead", "RecordTooLarge", message, "1");
    }

    private static String failureClass(String name) {
        return Names.closed("failure class", name);
    }

    private static String message(String message) {
        return Texts.cut(message, LONGEST_MESSAGE);
    }

    /** The arguments of what was left out before it came to the queue. */
    static List<String> skipped(Map<String, Frontier.Skipped> byRule) {
        var arguments = new ArrayList<String>();
        byRule.forEach((rule, skipped) -> arguments.addAll(List.of(
                Names.closed("rule", rule),
                Long.toString(skipped.count()),
                Texts.cut(skipped.sample(), LONGEST_SAMPLE))));
        return arguments;
    }

    /** Reads {@code ok, queue, change, wake, admitted, known, over}, or a refusal, and passes the hint on. */
    static Discovery discovery(JobKey job, Reply reply, Hints hints) {
        return switch (reply.text(0)) {
            case "gone" -> new Discovery(Verdict.GONE, 0, 0, 0);
            case "refused" -> new Discovery(Verdict.REFUSED, 0, 0, 0);
            case "ok" -> {
                hints.tell(job, reply, 0);
                yield new Discovery(
                        Verdict.ACCEPTED, (int) reply.number(4), (int) reply.number(5), (int) reply.number(6));
            }
            default -> throw new IllegalStateException("not an answer to a discovery: " + reply);
        };
    }

    /** Reads verdict, admitted, known, over. */
    static Discovery found(Reply reply) {
        var verdict = reply.text(0).equals("A") ? Verdict.ACCEPTED : Verdict.REFUSED;
        return new Discovery(verdict, (int) reply.number(1), (int) reply.number(2), (int) reply.number(3));
    }

    static JobState state(String name) {
        return JobState.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
