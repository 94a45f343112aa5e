package io.crawljob.crds.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeBinariesTest {

    @Test
    void takesACacheThatHasAllThree(@TempDir Path folder) throws IOException {
        var partial = Files.createDirectories(folder.resolve("kubernetes/1/bin"));
        executable(partial, "kube-apiserver");
        var whole = Files.createDirectories(folder.resolve("kube-api-test/k8s/1.36.0-linux-amd64"));
        executable(whole, "kube-apiserver");
        executable(whole, "etcd");
        executable(whole, "kubectl");

        var found = KubeBinaries.cached(
                folder, Map.of("CLUSTER_CACHE", folder.resolve("none").toString()));

        assertThat(found).contains(new KubeBinaries(whole, "the cache"));
    }

    @Test
    void goesOnFromAWayThatLeadsNowhere(@TempDir Path folder) {
        var compiled = new KubeBinaries(folder, "their Go modules");

        var found =
                KubeBinaries.firstOf(folder, List.of(problems -> Optional.empty(), problems -> Optional.of(compiled)));

        assertThat(found).isEqualTo(compiled);
    }

    @Test
    void saysWhatToInstallWhenNoWayWorks(@TempDir Path folder) {
        List<KubeBinaries.Way> ways = List.of(problems -> {
            problems.add("compile: no go on the PATH");
            return Optional.empty();
        });

        assertThatThrownBy(() -> KubeBinaries.firstOf(folder, ways))
                .hasMessageContainingAll(
                        "compile: no go on the PATH",
                        "install Go",
                        folder.resolve("kubernetes/bin").toString());
    }

    private static void executable(Path folder, String name) throws IOException {
        assertThat(Files.createFile(folder.resolve(name)).toFile().setExecutable(true))
                .isTrue();
    }
}
