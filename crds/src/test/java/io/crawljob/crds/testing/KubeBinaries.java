package io.crawljob.crds.testing;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where kube-apiserver, etcd and kubectl of the tests come from: a cache, else kube-api-test's own download, else compiled from their Go modules.
 * Says which way it went, and fails with what to install when none works; no test is ever skipped for the lack of them.
 *
 * @param directory holds the three binaries
 * @param origin which way it was
 */
record KubeBinaries(Path directory, String origin) {

    private static final List<String> NAMES = List.of("kube-apiserver", "etcd", "kubectl");
    private static final String DOWNLOAD_HOST = "github.com";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration COMPILE = Duration.ofMinutes(40);
    private static final String MODULES = "helm/e2e/cluster/gomod/kubernetes";

    /** One way to come by them; empty, and a problem added, when it leads nowhere. */
    interface Way {
        Optional<KubeBinaries> look(List<String> problems);
    }

    static KubeBinaries find(Map<String, String> environment) {
        var cache = cache(environment);
        try {
            Files.createDirectories(cache);
            // One build downloads or compiles; another that starts meanwhile waits and then finds them.
            try (var file = FileChannel.open(
                    cache.resolve("kube-binaries.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
                return firstOf(
                        cache,
                        List.of(
                                problems -> cached(cache, environment),
                                problems -> downloaded(cache, problems),
                                problems -> compiled(cache, environment, problems)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache " + cache, e);
        }
    }

    static KubeBinaries firstOf(Path cache, List<Way> ways) {
        var problems = new ArrayList<String>();
        for (var way : ways) {
            var found = way.look(problems);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException(
                """
                The tests need kube-apiserver, etcd and kubectl, and there is no way to get them:
                  %s
                Do one of these: put the three binaries into %s; let this machine reach https://%s;
                or install Go (https://go.dev, the version that %s/go.mod names) with access to a module proxy.""".formatted(String.join("\n  ", problems), cache.resolve("kubernetes/bin"), DOWNLOAD_HOST, MODULES));
    }

    private static Path cache(Map<String, String> environment) {
        var named = environment.get("CRAWLJOB_CACHE");
        return named != null ? Path.of(named) : userCache(environment).resolve("crawljob");
    }

    private static Path userCache(Map<String, String> environment) {
        var named = environment.get("XDG_CACHE_HOME");
        return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".cache");
    }

    static Optional<KubeBinaries> cached(Path cache, Map<String, String> environment) {
        var cluster = environment.get("CLUSTER_CACHE");
        var roots = List.of(
                cache.resolve("kubernetes"),
                cache.resolve("kube-api-test/k8s"),
                cluster != null ? Path.of(cluster) : userCache(environment).resolve("crawljob-cluster"));
        for (var root : roots) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (var below = Files.walk(root, 2)) {
                var complete =
                        below.filter(KubeBinaries::complete).max(Comparator.comparingLong(KubeBinaries::modified));
                if (complete.isPresent()) {
                    return complete.map(directory -> new KubeBinaries(directory, "the cache"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the cache " + root, e);
            }
        }
        return Optional.empty();
    }

    private static Optional<KubeBinaries> downloaded(Path cache, List<String> problems) {
        // Asked first, because kube-api-test sets no time limit of its own.
        try (var probe = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            var head = HttpRequest.newBuilder(URI.create("https://" + DOWNLOAD_HOST))
                    .timeout(CONNECT.multipliedBy(2))
                    .HEAD()
                    .build();
            probe.send(head, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            problems.add("download: cannot reach %s: %s".formatted(DOWNLOAD_HOST, e));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        try {
            var manager = new BinaryManager(KubeAPIServerConfigBuilder.anAPIServerConfig()
                    .withTestDir(cache.resolve("kube-api-test").toString())
                    .withOfflineMode(false)
                    .build());
            manager.initAndDownloadIfRequired();
            var server = manager.binaries().getApiServer().getAbsoluteFile();
            return Optional.ofNullable(server.getParentFile())
                    .map(directory -> new KubeBinaries(directory.toPath(), "kube-api-test's download"));
        } catch (RuntimeException e) { // whatever it is, compiling may still work, and the message is kept
            problems.add("download: %s".formatted(e));
            return Optional.empty();
        }
    }

    private static Optional<KubeBinaries> compiled(Path cache, Map<String, String> environment, List<String> problems) {
        var modules = modules();
        if (modules.isEmpty()) {
            problems.add("compile: no " + MODULES + " above " + Path.of("").toAbsolutePath());
            return Optional.empty();
        }
        if (Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .noneMatch(entry -> Files.isExecutable(Path.of(entry, "go")))) {
            problems.add("compile: no go on the PATH");
            return Optional.empty();
        }
        var directory =
                cache.resolve("kubernetes").resolve(digest(modules.get())).resolve("bin");
        var flags = flags(modules.get());
        System.err.println("crds: compiling kube-apiserver, etcd and kubectl from their Go modules into " + directory
                + "; this takes some minutes, once");
        for (var target : List.of(
                "k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kubectl", "go.etcd.io/etcd/server/v3")) {
            var name = target.startsWith("go.etcd.io")
                    ? "etcd"
                    : Path.of(target).getFileName().toString();
            var ran = Commands.run(
                    modules.get(),
                    Map.of("CGO_ENABLED", "0"),
                    COMPILE,
                    List.of("go", "build", "-trimpath", "-ldflags", flags, "-o", directory + "/" + name, target));
            if (ran.exit() != 0) {
                problems.add("compile: go build %s ended with %d: %s".formatted(target, ran.exit(), ran.err()));
                return Optional.empty();
            }
        }
        return Optional.of(new KubeBinaries(directory, "their Go modules"));
    }

    /** Without a version in it a kube-apiserver says v0.0.0, and kubectl then refuses some of its answers. */
    private static String flags(Path modules) {
        var ran = Commands.run(
                modules,
                Map.of(),
                CONNECT.multipliedBy(60),
                List.of("go", "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes"));
        var version = ran.out().strip();
        var parts = version.replaceFirst("^v", "").split("\\.", -1);
        var variable = "k8s.io/component-base/version";
        return parts.length < 2
                ? "-s -w"
                : "-s -w -X %1$s.gitVersion=%2$s -X %1$s.gitMajor=%3$s -X %1$s.gitMinor=%4$s"
                        .formatted(variable, version, parts[0], parts[1]);
    }

    private static Optional<Path> modules() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(MODULES).resolve("go.mod"))) {
                return Optional.of(at.resolve(MODULES));
            }
        }
        return Optional.empty();
    }

    private static String digest(Path modules) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(modules.resolve("go.mod")));
            return HexFormat.of().formatHex(sha, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean complete(Path directory) {
        return NAMES.stream().allMatch(name -> Files.isExecutable(directory.resolve(name)));
    }

    private static long modified(Path directory) {
        return directory.resolve("kube-apiserver").toFile().lastModified();
    }
}
