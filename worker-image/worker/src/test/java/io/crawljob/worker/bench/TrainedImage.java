package io.crawljob.worker.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Trains the worker of an image with the image's own Java, jars and flags, and adds the cache to it. */
public final class TrainedImage {

    private static final String CACHE = "app/worker.aot";

    private TrainedImage() {}

    /**
     * Leaves the archive as it was unless the cache is proven to be used.
     *
     * @param args an archive of an image whose Java runs on this machine
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var archive = Path.of(args[0]).toAbsolutePath().normalize();
        var folder = Files.createTempDirectory(archive.getParent(), "training");
        try {
            var image = ImageArchive.unpack(archive, folder);
            var cache = folder.resolve("worker.aot");
            TrainingRun.train(image.jvm(), cache);
            image.add(cache, CACHE);
            image.flag("-XX:AOTCache=/" + CACHE);
            image.pack(archive);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
