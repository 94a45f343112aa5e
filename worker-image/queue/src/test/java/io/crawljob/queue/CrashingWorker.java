package io.crawljob.queue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * A worker process for {@link FaultTest}: takes items of one job, discovers what each leads to, settles it with a record. It knows nothing of the kills that
 * it dies by; while the server is away it asks again.
 */
final class CrashingWorker {

    private final RedisQueue queue;
    private final JobKey job;
    private final String name;
    private final long items;

    private CrashingWorker(RedisQueue queue, JobKey job, String name, long items) {
        this.queue = queue;
        this.job = job;
        this.name = name;
        this.items = items;
    }

    public static void main(String[] arguments) {
        var settings = new RedisSettings(URI.create(arguments[0]), null, null, RedisSettings.DEFAULT_PREFIX);
        var job = new JobKey("test", arguments[1]);
        var queue = RedisQueue.connect(settings, FaultTest.TIMES);
        var worker = new CrashingWorker(queue, job, arguments[2], Long.parseLong(arguments[3]));
        while (true) {
            try {
                worker.turn();
            } catch (QueueUnavailableException away) {
                System.err.println(away.getMessage());
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private void turn() {
        var leases = queue.frontier().lease(job, name, 8).leases();
        if (leases.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return;
        }
        queue.frontier()
                .extend(Bench.QUEUE, name, leases.stream().map(Lease::token).toList());
        var ends = new ArrayList<Settlement>();
        for (var lease : leases) {
            var links = children(lease.token().id(), items);
            if (!links.isEmpty()) queue.frontier().discover(lease.token(), name, links);
            if (ThreadLocalRandom.current().nextInt(4) == 0)
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            ends.add(new Settlement(
                    lease.token(),
                    new Outcome.Fetched(1, Long.toString(lease.token().id()), null)));
        }
        queue.frontier().settle(job, name, ends);
    }

    /** A tree: item n leads to 2n and 2n + 1, over a dozen hosts. */
    static List<NewItem> children(long id, long items) {
        return LongStream.of(2 * id, 2 * id + 1)
                .filter(child -> child <= items)
                .mapToObj(child -> Plans.item("h%d.example".formatted(child % 12), child))
                .toList();
    }
}
