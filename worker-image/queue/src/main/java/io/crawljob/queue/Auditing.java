package io.crawljob.queue;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.ArrayList;
import java.util.List;

/** Counts a job where its items are. The lanes' lists are found by scanning, since a lane that was forgotten stands nowhere else. */
final class Auditing {

    private static final int KEYS_A_SCAN = 5_000;

    private final Keys keys;
    private final RedisLink link;

    Auditing(Links links) {
        this.keys = links.keys();
        this.link = links.main();
    }

    Reply audit(JobKey job, boolean mend) {
        return link.call(Call.on(keys.job(job), Script.AUDIT, mend ? "1" : "0").with(lanes(keys.lists(job))));
    }

    private List<String> lanes(String prefix) {
        var lanes = new ArrayList<String>();
        // What stands before is literal but for these signs of a glob; names cannot hold others.
        var pattern = ScanArgs.Builder.matches(prefix.replace("[", "\\[") + "*").limit(KEYS_A_SCAN);
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            var from = cursor;
            KeyScanCursor<String> page = link.run("SCAN", commands -> commands.scan(from, pattern));
            page.getKeys().forEach(key -> lanes.add(key.substring(prefix.length())));
            cursor = page;
        }
        return lanes;
    }

    static Audit read(Reply reply) {
        return new Audit(
                reply.number(4),
                reply.number(5),
                reply.number(6),
                reply.number(7),
                reply.number(8),
                reply.number(9),
                reply.number(10),
                reply.number(11),
                reply.number(12),
                reply.number(13),
                reply.texts(14));
    }
}
