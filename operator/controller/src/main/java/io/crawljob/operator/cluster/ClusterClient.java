package io.crawljob.operator.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;

/** Makes the one client of the process. */
public final class ClusterClient {

    /** Of every write, so that what the operator has set can be told from what others have. */
    public static final String FIELD_MANAGER = "crawljob-operator";
    /** Resources of one answer: all of thousands at once would have to fit into the heap beside what they are read into. */
    public static final long PAGE = 500;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 10_000;

    /** The API server speaks on each watch at least once a minute and a quarter; two times missed is no accident. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(150);

    private ClusterClient() {}

    /** Who has set which field: half of a finished job's bytes, and nothing that the operator looks at. */
    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    public static KubernetesClient create(Config config) {
        return create(config, new Interceptor() {}, LONGEST_SILENCE);
    }

    /**
     * The JDK's HTTP client, named here because the library would take any that it finds. It does not repeat requests by itself: it would wait 0.2 s where the
     * server asks for seconds, and whoever calls knows better whether the request still makes sense. It speaks HTTP/1.1: a connection that has died unnoticed
     * fails one request then, and not all of them.
     *
     * @param listener sees each answer
     * @param longestSilence a watch on which nothing is heard for so long is made anew
     */
    static KubernetesClient create(Config config, Interceptor listener, Duration longestSilence) {
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(0);
        config.setHttp2Disable(true);
        var mapper = new ObjectMapper()
                .registerModule(TolerantReading.module())
                .addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        var http = new JdkHttpClientFactory()
                .newBuilder(config)
                .addOrReplaceInterceptor("listener", listener)
                .build();
        var hearing = new HearingClient(http, new Hearing(longestSilence));
        return new KubernetesClientImpl(hearing, config, null, new KubernetesSerialization(mapper, true));
    }
}
