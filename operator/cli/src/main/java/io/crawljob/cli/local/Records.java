package io.crawljob.cli.local;

import io.crawljob.queue.JobKey;
import io.crawljob.queue.Jobs;
import java.io.IOException;

/** The records of a job on their way from the result store to the file of its present run. Not thread-safe. */
final class Records implements AutoCloseable {

    private static final int BATCH = 500;
    /** In one go, so that status and progress are not kept waiting by a fast crawl. */
    private static final int BATCHES = 20;

    private final RunFolder folder;
    private final Jobs jobs;
    private final JobKey job;
    private RecordsFile file;

    Records(RunFolder folder, Jobs jobs, JobKey job) throws IOException {
        this.folder = folder;
        this.jobs = jobs;
        this.job = job;
        this.file = RecordsFile.open(folder.records());
    }

    /** Written first, then acknowledged. False when there may be more. */
    boolean drain() {
        for (var batch = 0; batch < BATCHES; batch++) {
            var entries = jobs.results(job, "0", BATCH);
            if (entries.isEmpty()) return true;
            file.append(entries.stream().map(Jobs.Entry::json).toList());
            jobs.acknowledge(job, entries.stream().map(Jobs.Entry::id).toList());
        }
        return false;
    }

    /** The queue begins (again) with this run: records of an earlier run go aside; those of this one are known, should their pages come again. */
    void begin(int run) throws IOException {
        file.close();
        if (run > 1) folder.keepRecordsOfRun(run - 1);
        file = RecordsFile.open(folder.records());
    }

    long count() {
        return file.count();
    }

    long bytes() throws IOException {
        return file.bytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
