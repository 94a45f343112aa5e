package io.crawljob.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A web site on an address of the node, under names that pods know, while the tests of a class run. It writes down each request. */
final class Site implements BeforeAllCallback, AfterAllCallback {

    private static final Path PROGRAMS = Commands.HERE.resolve("site");
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final List<String> command;
    private final String address;
    private final List<String> names;
    private final Path log;
    private Process process;

    @SuppressWarnings("NullAway.Init") // The process begins with the class's tests
    private Site(List<String> command, String address, List<String> names) {
        try {
            this.log = Files.createTempFile("e2e-hits", ".jsonl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.command = command;
        this.address = address;
        this.names = List.copyOf(names);
    }

    /** A folder of HTML, on port 80 of the address. */
    static Site ofFolder(String folder, String address, String... names) {
        var program = PROGRAMS.resolve("doc-site").toString();
        return new Site(List.of(program, address + ":80=" + folder), address, List.of(names));
    }

    static Site ofTruth(String address) {
        var program = PROGRAMS.resolve("truth-site").toString();
        return new Site(
                List.of(program, "serve", address + ":80"),
                address,
                List.of("truth.test", "sub.truth.test", "elsewhere.test"));
    }

    /** What a crawl of the truth site must bring. */
    static JsonNode truth(String within) {
        var told = Commands.run(AT_MOST, PROGRAMS.resolve("truth-site").toString(), "tell", "--within", within);
        return Kubectl.json(told.orFail().out());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        for (var name : names) {
            Commands.run(AT_MOST, Commands.HERE.resolve("cluster/cluster").toString(), "host", name, address)
                    .orFail();
        }
        start();
    }

    /** Begins to serve, or again after {@link #stop}. */
    void start() throws IOException {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of("--with-parent", "--log", log.toString()));
        process = new ProcessBuilder(whole)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = out.readLine();
        if (line == null || !line.startsWith("serving ")) {
            throw new AssertionError(whole + " does not serve: " + line);
        }
    }

    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    /** Each request so far, in the order in which they were answered. */
    List<Hit> hits() {
        try (var lines = Files.lines(log)) {
            return lines.map(Site::hit).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Hit> hits(String name) {
        return hits().stream().filter(hit -> hit.site().equals(name)).toList();
    }

    private static Hit hit(String line) {
        try {
            return Kubectl.JSON.readValue(line, Hit.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** The pages that a reader reaches from the first one, and the broken links; found by another program than the product's. */
    Walked walk(String name, String start) {
        var program = PROGRAMS.resolve("walk").toString();
        var ran = Commands.run(AT_MOST, program, "http://" + address + start, "--as", "http://" + name);
        var found = Kubectl.json(ran.orFail().out());
        var pages = new TreeSet<String>();
        found.path("pages").forEach(page -> pages.add(page.asText()));
        var broken = new TreeSet<String>();
        found.path("broken").fieldNames().forEachRemaining(broken::add);
        return new Walked(pages, broken);
    }

    record Walked(Set<String> pages, Set<String> broken) {}
}
