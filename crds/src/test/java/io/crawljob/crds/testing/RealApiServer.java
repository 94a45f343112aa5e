package io.crawljob.crds.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.Utils;
import io.fabric8.kubeapitest.binary.OSInfo;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A kube-apiserver and its etcd, with our CRDs in it. No controllers run: what a test makes stays as it is until somebody changes it, so
 * Deployments have no pods and nothing is garbage collected. Starts in some four seconds; thread-safe.
 */
public final class RealApiServer implements AutoCloseable {

    /** The CRDs, as they lie on the class path. */
    public static final List<String> CRDS = List.of("crawljobs", "crawlqueues", "crawlschedules", "hostpolicies");

    private static final Duration COMMAND = Duration.ofMinutes(2);

    private final Path directory;
    private final KubeBinaries binaries;
    private final KubeAPIServer server;
    private final Thread atExit = new Thread(this::stop, "stop the tests' kube-apiserver");
    private final Path kubeconfig;

    private RealApiServer(Path directory, KubeBinaries binaries, KubeAPIServer server) throws IOException {
        this.directory = directory;
        this.binaries = binaries;
        this.server = server;
        Runtime.getRuntime().addShutdownHook(atExit);
        server.start();
        this.kubeconfig = Files.writeString(directory.resolve("kubeconfig.yaml"), server.getKubeConfigYaml());
    }

    /** Starts one and waits until it serves our kinds. */
    public static RealApiServer start() {
        var binaries = KubeBinaries.find(System.getenv());
        System.err.printf(
                "crds: kube-apiserver, etcd and kubectl from %s: %s%n", binaries.origin(), binaries.directory());
        try {
            // A directory of its own, since kube-api-test keeps its certificates beside the binaries and two builds
            // would share them.
            var directory = Files.createTempDirectory("crawljob-apiserver");
            var links = Files.createDirectories(directory.resolve("k8s/tests" + Utils.platformSuffix(new OSInfo())));
            for (var name : List.of("kube-apiserver", "etcd", "kubectl")) {
                Files.createSymbolicLink(
                        links.resolve(name), binaries.directory().resolve(name));
            }
            var started = new RealApiServer(
                    directory,
                    binaries,
                    new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                            .withTestDir(directory.toString())
                            .withApiServerVersion("tests")
                            .withOfflineMode(true)
                            .withStartupTimeout(180_000)
                            .build()));
            started.applyCrds();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a kube-apiserver", e);
        }
    }

    /** A new client with every right; the caller closes it. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build();
    }

    /** A file that names this server and gives every right. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** A namespace that nobody else uses. */
    public String newNamespace() {
        var name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        try (var client = client()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        return name;
    }

    /** Runs kubectl to its end. */
    public Ran kubectl(String... arguments) {
        var command = Stream.concat(
                        Stream.of(
                                binaries.directory().resolve("kubectl").toString(),
                                "--kubeconfig",
                                kubeconfig.toString()),
                        Stream.of(arguments))
                .toList();
        var ran = Commands.run(Path.of("").toAbsolutePath(), Map.of("HOME", directory.toString()), COMMAND, command);
        return new Ran(String.join(" ", arguments), ran.exit(), ran.out(), ran.err());
    }

    /** The same with a manifest as its input: {@code -f FILE} is added. */
    public Ran kubectlWith(String manifest, String... arguments) {
        try {
            var file = Files.writeString(Files.createTempFile(directory, "manifest", ".yaml"), manifest);
            return kubectl(Stream.concat(Stream.of(arguments), Stream.of("-f", file.toString()))
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of {@link #CRDS} as text. */
    public static String crd(String plural) {
        var name = "/crds/%s.crawljob.io.yaml".formatted(plural);
        try (var in = RealApiServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts our CRDs in (again) and waits until they are served. */
    public void applyCrds() {
        for (var plural : CRDS) {
            kubectlWith(crd(plural), "apply", "--server-side", "--force-conflicts")
                    .orFail();
        }
        kubectl(Stream.concat(
                                Stream.of("wait", "--for=condition=Established", "--timeout=60s"),
                                CRDS.stream().map("crd/%s.crawljob.io"::formatted))
                        .toArray(String[]::new))
                .orFail();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        server.stop();
        delete(directory);
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a kubectl left behind.
     *
     * @param err what the user reads when it refuses
     */
    public record Ran(String arguments, int exit, String out, String err) {

        /** @throws AssertionError if it did not end well, with what it said */
        public Ran orFail() {
            if (exit != 0) {
                throw new AssertionError("kubectl %s ended with %d: %s%s".formatted(arguments, exit, out, err));
            }
            return this;
        }
    }
}
