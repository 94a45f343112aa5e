package io.crawljob.worker.bench;

import io.crawljob.worker.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker's JVM is started.
 *
 * @param java the executable
 * @param classPath of jars, in order
 * @param flags before the class path
 */
record WorkerJvm(Path java, String classPath, List<String> flags) {

    WorkerJvm {
        flags = List.copyOf(flags);
    }

    /** The worker's program with more flags, and with no variable that would configure it or its JVM. */
    ProcessBuilder with(String... more) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(flags);
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        var process = new ProcessBuilder(command);
        process.environment().keySet().removeIf(key -> key.startsWith("CRAWL_") || key.matches("(JDK_)?JAVA_.*"));
        return process;
    }

    /** Whether a JVM that is started so takes the worker's classes from the cache. This one ends at once, since nobody tells it a queue. */
    boolean uses(Path cache) throws IOException, InterruptedException {
        var process = with("-XX:AOTCache=" + cache, "-Xlog:class+load=info:stdout")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return loaded.contains(Main.class.getName() + " source: shared objects file");
    }
}
