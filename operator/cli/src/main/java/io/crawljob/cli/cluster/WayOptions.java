package io.crawljob.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which way to the operator. */
final class WayOptions {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ClusterOptions cluster;

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAMESPACE",
            description = "Where the operator is installed (wherever its Service is found unless given).")
    @Nullable
    String operatorNamespace;

    @ArgGroup(exclusive = false)
    @Nullable
    Direct direct;

    /** What is done with one CrawlJob's read API. */
    interface Reading {
        void with(ReadApi api) throws IOException, InterruptedException;
    }

    void read(String name, Reading reading) throws IOException, InterruptedException {
        try (var client = cluster.connect()) {
            var namespace = cluster.namespaceOf(client);
            if (direct == null) {
                reading.with(new ReadApi(ProxyWay.find(client, operatorNamespace), namespace, name));
                return;
            }
            try (var way =
                    new DirectWay(direct.api, Files.readString(direct.tokenFile).strip())) {
                reading.with(new ReadApi(way, namespace, name));
            }
        } catch (KubernetesClientException e) {
            throw Refusals.of("reach the operator", e);
        }
    }

    /** Without the API server's proxy. */
    static final class Direct {

        @Option(
                names = "--api",
                required = true,
                paramLabel = "URL",
                description = "The read API's own address, instead of the way through the API server.")
        @SuppressWarnings("NullAway.Init")
        URI api;

        @Option(
                names = "--token-file",
                required = true,
                paramLabel = "FILE",
                description = "With --api: a file with a token that may read the CrawlJob.")
        @SuppressWarnings("NullAway.Init")
        Path tokenFile;
    }
}
