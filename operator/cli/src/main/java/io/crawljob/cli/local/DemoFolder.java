package io.crawljob.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The demo begins anew each time, since its site has another port each time. */
final class DemoFolder {

    private static final List<String> OURS = List.of("records.jsonl", "status.yaml", ".crawl");

    private DemoFolder() {}

    /** @throws IOException also when the folder holds another crawl than the demo's */
    static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (var open = RunFolder.open(folder)) {
            var last = open.lastJob();
            if (last.isPresent() && !last.get().getMetadata().getName().equals("demo")) {
                throw new IOException("%s holds the crawl %s: choose another folder with --out"
                        .formatted(folder, last.get().getMetadata().getName()));
            }
            RedisFolder.in(open.redis()).endWhatIsLeftOver(java.time.Duration.ofSeconds(15));
        }
        for (var name : OURS) {
            delete(folder.resolve(name));
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        try (var below = Files.walk(path)) {
            below.sorted(Comparator.reverseOrder()).forEach(DemoFolder::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
