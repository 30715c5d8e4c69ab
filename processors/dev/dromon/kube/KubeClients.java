package dev.dromon.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes Kubernetes clients whose time limits are set on purpose. */
public final class KubeClients {

    private static final int REQUEST_MILLIS = 10_000;
    private static final int RETRIES = 3;
    private static final int WATCH_AGAIN_MILLIS = 250;

    private KubeClients() {
    }

    /**
     * The client that caches and processors use: requests end after 10 s, and are sent again up to 3 times when the server is busy or gone. A watch that broke is taken up after
     * a quarter of a second, doubled with each failure up to 32 times that, so that it is back at most 8 s after the server is.
     */
    public static KubernetesClient reconciling(Config config) {
        return reconciling(config, ApiListener.NONE);
    }

    /** The same, whose requests a listener learns of. */
    public static KubernetesClient reconciling(Config config, ApiListener listener) {
        return build(listener, new ConfigBuilder(config).withRequestTimeout(REQUEST_MILLIS).withConnectionTimeout(REQUEST_MILLIS).withRequestRetryBackoffLimit(RETRIES)
                .withWatchReconnectInterval(WATCH_AGAIN_MILLIS).build());
    }

    /** The client that holds the lease: requests end after the given time and are never sent again, so that a late answer is a missing one. */
    public static KubernetesClient leasing(Config config, int requestMillis) {
        return leasing(config, requestMillis, ApiListener.NONE);
    }

    /** The same, whose requests a listener learns of. */
    public static KubernetesClient leasing(Config config, int requestMillis, ApiListener listener) {
        return build(listener, new ConfigBuilder(config).withRequestTimeout(requestMillis).withConnectionTimeout(requestMillis).withRequestRetryBackoffLimit(0).build());
    }

    private static KubernetesClient build(ApiListener listener, Config config) {
        ObjectMapper mapper = new ObjectMapper();
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
        mapper.registerModule(new UndecodableModule());
        mapper.registerModule(new ManagedFieldsModule());
        return new KubernetesClientBuilder().withConfig(config).withKubernetesSerialization(serialization).withHttpClientFactory(new WatchfulHttpClientFactory())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(ApiRequests.NAME, new ApiRequests(listener))).build();
    }
}
