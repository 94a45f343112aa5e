package io.crawljob.queue.bench;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.QueueKey;
import io.crawljob.queue.QueueTimes;
import io.crawljob.queue.RedisQueue;
import io.crawljob.queue.RedisSettings;
import io.crawljob.queue.Token;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/** A worker process that takes all items of a job, says so by one byte, and holds them until it is killed. */
final class Victim {

    private Victim() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        var settings = new RedisSettings(URI.create(arguments[0]), null, null, arguments[1]);
        int slash = arguments[2].indexOf('/');
        var job = new JobKey(arguments[2].substring(0, slash), arguments[2].substring(slash + 1));
        var queue = RedisQueue.connect(settings, QueueTimes.DEFAULT);
        var tokens = new ArrayList<Token>();
        while (tokens.size() < 10) {
            queue.frontier().pick(new QueueKey(job.namespace(), "default"), "victim", 1);
            for (var lease : queue.frontier().lease(job, "victim", 10).leases()) tokens.add(lease.token());
        }
        queue.frontier().extend(new QueueKey(job.namespace(), "default"), "victim", tokens);
        System.out.write('1');
        System.out.flush();
        while (true) LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
    }
}
