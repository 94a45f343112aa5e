package io.crawljob.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace: by the same rules as kubectl's. */
final class ClusterOptions {

    private static final int RETRIES = 3;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace (the kubeconfig's unless given).")
    @Nullable
    String namespace;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig ($KUBECONFIG or ~/.kube/config unless given).")
    @Nullable
    File kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The kubeconfig's context (its current one unless given).")
    @Nullable
    String context;

    KubernetesClient connect() throws NotAnsweredException {
        var config = config();
        // A person waits: what does not pass within a second is told.
        config.setRequestRetryBackoffLimit(RETRIES);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private Config config() throws NotAnsweredException {
        if (kubeconfig == null) return Config.autoConfigure(context);
        if (!kubeconfig.isFile()) throw new NotAnsweredException("there is no file " + kubeconfig);
        if (context == null) return Config.fromKubeconfig(kubeconfig);
        throw new NotAnsweredException(
                "--context and --kubeconfig are both given: name the file by $KUBECONFIG instead");
    }

    String namespaceOf(KubernetesClient client) {
        return Optional.ofNullable(namespace)
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
    }
}
