package io.crawljob.cli.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Through the API server's proxy to the operator's Service: needs no more than an administrator's kubeconfig, also one with a client certificate alone. */
final class ProxyWay implements Way {

    /** Of the Service of the operator. */
    static final String LABEL = "crawljob.io/read-api";

    private static final String READER = "crawljob.io/reader";
    private static final String AUDIENCE = "crawljob.io";
    private static final long TOKEN_SECONDS = 600;
    private static final int PATIENCE_SECONDS = 30;

    private final KubernetesClient client;
    private final String base;
    private final String token;

    private ProxyWay(KubernetesClient client, String base, String token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    /** @param operatorNamespace null: wherever the Service is */
    static ProxyWay find(KubernetesClient client, @Nullable String operatorNamespace) throws NotAnsweredException {
        var service = service(client, operatorNamespace);
        var metadata = service.getMetadata();
        var base = "%sapi/v1/namespaces/%s/services/http:%s:api/proxy"
                .formatted(client.getMasterUrl(), metadata.getNamespace(), metadata.getName());
        return new ProxyWay(client, base, token(client, service));
    }

    @Override
    public Reply send(String path, @Nullable String json) throws IOException, InterruptedException {
        // The proxy keeps the Authorization header for itself.
        var request =
                client.getHttpClient().newHttpRequestBuilder().uri(base + path).header("X-Crawl-Token", token);
        if (json != null) request.post("application/json", json);
        try {
            var response = client.getHttpClient()
                    .sendAsync(request.build(), String.class)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Reply(
                    response.code(), Optional.ofNullable(response.body()).orElse(""));
        } catch (ExecutionException e) {
            throw new IOException("the API server's proxy did not answer: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("the API server's proxy did not answer within %d s".formatted(PATIENCE_SECONDS), e);
        }
    }

    private static Service service(KubernetesClient client, @Nullable String operatorNamespace)
            throws NotAnsweredException {
        var all = client.services();
        var services = (operatorNamespace == null
                        ? all.inAnyNamespace().withLabel(LABEL, "true").list()
                        : all.inNamespace(operatorNamespace)
                                .withLabel(LABEL, "true")
                                .list())
                .getItems();
        if (services.size() == 1) return services.getFirst();
        throw new NotAnsweredException(
                services.isEmpty()
                        ? "there is no Service with the label %s=true%s: is the operator installed?"
                                .formatted(LABEL, operatorNamespace == null ? "" : " in namespace " + operatorNamespace)
                        : "there are %d Services with the label %s=true: name the namespace of one with --operator-namespace"
                                .formatted(services.size(), LABEL));
    }

    /** The kubeconfig's own, or, where it holds only a certificate, one for the reader that the Service names. */
    private static String token(KubernetesClient client, Service service) throws NotAnsweredException {
        var config = client.getConfiguration();
        var own = Optional.ofNullable(config.getOauthToken()).or(() -> Optional.ofNullable(config.getAutoOAuthToken()));
        if (own.isPresent() && !own.get().isBlank()) return own.get();
        var metadata = service.getMetadata();
        var reader = Optional.ofNullable(metadata.getAnnotations()).map(all -> all.get(READER));
        if (reader.isEmpty()) {
            throw new NotAnsweredException(
                    "the kubeconfig holds no token, and Service %s names no reader (annotation %s)"
                            .formatted(metadata.getName(), READER));
        }
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(AUDIENCE)
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build();
        return client.serviceAccounts()
                .inNamespace(metadata.getNamespace())
                .withName(reader.get())
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }
}
