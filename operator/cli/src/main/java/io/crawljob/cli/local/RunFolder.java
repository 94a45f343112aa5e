package io.crawljob.cli.local;

import io.crawljob.cli.manifest.Resources;
import io.crawljob.crds.v1alpha1.CrawlJob;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's folder, held by one process at a time: {@code records.jsonl} and {@code status.yaml} for people, and {@code .crawl} with the queue's data.
 *
 * <p>INVARIANT: {@code status.yaml} is whole at every instant, and is there before the queue knows the job: it holds the uid by which the queue does.
 */
final class RunFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lockFile;

    private RunFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws IOException when it cannot be made, or another process uses it */
    static RunFolder open(Path path) throws IOException {
        Files.createDirectories(path.resolve(".crawl"));
        var file = FileChannel.open(path.resolve(".crawl/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new IOException(
                    "another crawl is running in %s: wait for it, or choose another folder with --out".formatted(path));
        }
        return new RunFolder(path, file);
    }

    Path records() {
        return path.resolve("records.jsonl");
    }

    Path status() {
        return path.resolve("status.yaml");
    }

    /** Made if it is not there. */
    Path redis() throws IOException {
        return Files.createDirectories(path.resolve(".crawl/redis"));
    }

    /** The job as it was last written here. */
    Optional<CrawlJob> lastJob() throws IOException {
        try {
            return Optional.of(Resources.read(Files.readString(status()), CrawlJob.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s cannot be read: %s; move it away, or choose another folder with --out"
                            .formatted(status(), e.getMessage()),
                    e);
        }
    }

    void write(CrawlJob job) throws IOException {
        var next = path.resolve(".crawl/status.yaml.next");
        Files.writeString(next, Resources.asYaml(job));
        Files.move(next, status(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts the records of an earlier run aside; does nothing when that was done before. */
    void keepRecordsOfRun(int run) throws IOException {
        var kept = path.resolve("records.run-%d.jsonl".formatted(run));
        if (Files.exists(records()) && !Files.exists(kept)) Files.move(records(), kept);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }
}
