package io.crawljob.worker.header;

import io.crawljob.engine.fetch.RequestHeader;
import io.crawljob.queue.Plan.SecretKey;
import io.crawljob.worker.settings.WorkerSettings.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Secrets that the queue offers, as files. A changed one is seen within seconds of the kubelet's change. Thread-safe. */
final class SecretFiles {

    private static final long KEPT = Duration.ofSeconds(2).toNanos();
    private static final int LONGEST = 16_384;

    private final Secrets offered;
    private final Map<SecretKey, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Read read, long at) {}

    sealed interface Read {
        /** Not shown by its text. */
        record Value(String text) implements Read {
            @Override
            public String toString() {
                return "***";
            }
        }

        /** @param why with the Secret's name and what to do; never with its content */
        record Missing(String why) implements Read {}
    }

    SecretFiles(Secrets offered) {
        this.offered = offered;
    }

    Read read(SecretKey key) {
        var known = kept.get(key);
        if (known != null && System.nanoTime() - known.at() < KEPT) return known.read();
        var read = readNow(key);
        kept.put(key, new Kept(read, System.nanoTime()));
        return read;
    }

    private Read readNow(SecretKey key) {
        if (!offered.hosts().containsKey(key.name())) {
            return new Read.Missing(
                    "Secret %s is not offered by the queue any more: add it to the queue's spec.workers.secrets"
                            .formatted(key.name()));
        }
        var file = offered.folder().resolve(key.name()).resolve(key.key());
        if (!file.normalize().startsWith(offered.folder().normalize())) {
            return new Read.Missing("Secret %s can have no key %s".formatted(key.name(), key.key()));
        }
        try {
            return value(key, file);
        } catch (NoSuchFileException e) {
            return new Read.Missing("Secret %s with the key %s is not there: create it; the crawl goes on by itself"
                    .formatted(key.name(), key.key()));
        } catch (IOException e) {
            return new Read.Missing("Secret %s cannot be read: %s".formatted(key.name(), e.getMessage()));
        }
    }

    private static Read value(SecretKey key, Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            return new Read.Missing("key %s of Secret %s has more than %d bytes, which is no header: shorten it"
                    .formatted(key.key(), key.name(), LONGEST));
        }
        // A file that was made by hand ends with a line end.
        var text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                .strip();
        if (RequestHeader.isValue(text) && !text.isEmpty()) return new Read.Value(text);
        return new Read.Missing("key %s of Secret %s is empty, or has other characters than a header may: correct it"
                .formatted(key.key(), key.name()));
    }
}
