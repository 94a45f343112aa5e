package io.crawljob.worker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;

/**
 * An image's archive (as {@code docker save} and Jib write it), taken apart in a folder: its parts, and the file system that its layers make. Uses the
 * machine's {@code tar}.
 */
final class ImageArchive {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MANIFEST = "manifest.json";
    private static final String LAYER = "worker-aot.tar.gz";

    private final Path folder;
    private final Path parts;
    private final Path root;
    private final ArrayNode manifest;
    private final ObjectNode config;

    private ImageArchive(Path folder, Path parts, Path root) throws IOException {
        this.folder = folder;
        this.parts = parts;
        this.root = root;
        this.manifest = (ArrayNode) JSON.readTree(parts.resolve(MANIFEST).toFile());
        this.config = (ObjectNode)
                JSON.readTree(parts.resolve(image().path("Config").asText()).toFile());
    }

    /** @param folder an empty one; whoever made it deletes it */
    static ImageArchive unpack(Path archive, Path folder) throws IOException, InterruptedException {
        var parts = Files.createDirectory(folder.resolve("parts"));
        var root = Files.createDirectory(folder.resolve("root"));
        tar("-xf", archive, "-C", parts);
        var image = new ImageArchive(folder, parts, root);
        for (var layer : image.image().path("Layers")) tar("-xf", parts.resolve(layer.asText()), "-C", root);
        return image;
    }

    /**
     * As the image's entry point starts it, but from the folder: a JVM takes jars for the ones that a cache was made with also where all of them are elsewhere
     * together.
     */
    WorkerJvm jvm() throws IOException {
        var entry = strings(config.at("/config/Entrypoint"));
        var java = entry.indexOf("java");
        var classPath = entry.indexOf("-cp");
        if (java < 0 || classPath < java)
            throw new IllegalStateException("an entry point without java … -cp: " + entry);
        var jars =
                Files.readString(inside(entry.get(classPath + 1).substring(1))).strip();
        return new WorkerJvm(
                java(),
                Arrays.stream(jars.split(":"))
                        .map(jar -> inside(jar).toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                entry.subList(java + 1, classPath).stream()
                        .map(flag -> flag.startsWith("@") ? "@" + inside(flag.substring(1)) : flag)
                        .toList());
    }

    private Path java() throws IOException {
        for (var variable : strings(config.at("/config/Env"))) {
            if (!variable.startsWith("PATH=")) continue;
            for (var path : variable.substring("PATH=".length()).split(":", -1)) {
                var java = inside(path).resolve("java");
                // An absolute link leads out of the folder, to this machine's own.
                if (Files.isExecutable(java) && java.toRealPath().startsWith(root.toRealPath())) return java;
            }
        }
        throw new IllegalStateException("the image has no java on its PATH, or one that is an absolute link");
    }

    private Path inside(String path) {
        return root.resolve(path.substring(1));
    }

    /** Adds a layer of one file, which everyone may read. */
    void add(Path file, String path) throws IOException, InterruptedException {
        var layer = Files.createDirectory(folder.resolve("layer"));
        Files.createDirectories(layer.resolve(path).getParent());
        Files.move(file, layer.resolve(path));
        var plain = folder.resolve("layer.tar");
        tar("--owner=0", "--group=0", "--numeric-owner", "--mode=0644", "--mtime=@1", "-cf", plain, "-C", layer, path);
        config.withArrayProperty("history").addObject().put("created_by", TrainedImage.class.getSimpleName());
        config.withObjectProperty("rootfs")
                .withArrayProperty("diff_ids")
                .add("sha256:" + compress(plain, parts.resolve(LAYER)));
        image().withArrayProperty("Layers").add(LAYER);
    }

    /** Gives Java one flag more. */
    void flag(String flag) {
        var entry = config.withObjectProperty("config").withArrayProperty("Entrypoint");
        entry.insert(strings(entry).indexOf("-cp"), flag);
    }

    void pack(Path archive) throws IOException, InterruptedException {
        JSON.writeValue(parts.resolve(image().path("Config").asText()).toFile(), config);
        JSON.writeValue(parts.resolve(MANIFEST).toFile(), manifest);
        var names = new ArrayList<Object>(List.of("-cf", folder.resolve("image.tar"), "-C", parts));
        try (var files = Files.list(parts)) {
            files.map(Path::getFileName).sorted().forEach(names::add);
        }
        tar(names.toArray());
        Files.move(folder.resolve("image.tar"), archive, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return the digest of what is compressed */
    private static String compress(Path from, Path to) throws IOException {
        try (var plain = new DigestInputStream(Files.newInputStream(from), MessageDigest.getInstance("SHA-256"));
                var compressed = new GZIPOutputStream(Files.newOutputStream(to))) {
            plain.transferTo(compressed);
            return HexFormat.of().formatHex(plain.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private ObjectNode image() {
        return (ObjectNode) manifest.path(0);
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void tar(Object... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("tar"), Stream.of(arguments))
                .map(Object::toString)
                .toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // It also remarks on what does not matter, so it is quoted only where it fails.
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0)
            throw new IllegalStateException("%s failed: %s".formatted(String.join(" ", command), said));
    }
}
