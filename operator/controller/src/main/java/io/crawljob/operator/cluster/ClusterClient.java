package io.crawljob.operator.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes the one client of the process. */
public final class ClusterClient {

    /** Of every write, so that what the operator has set can be told from what others have. */
    public static final String FIELD_MANAGER = "crawljob-operator";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 10_000;

    private ClusterClient() {}

    public static KubernetesClient create(Config config) {
        return create(config, new Interceptor() {});
    }

    /**
     * The JDK's HTTP client, named here because the library would take any that it finds. It does not repeat requests by itself: it would wait 0.2 s where the
     * server asks for seconds, and whoever calls knows better whether the request still makes sense.
     *
     * @param listener sees each answer
     */
    public static KubernetesClient create(Config config, Interceptor listener) {
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(0);
        var mapper = new ObjectMapper().registerModule(TolerantReading.module());
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("listener", listener))
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }
}
