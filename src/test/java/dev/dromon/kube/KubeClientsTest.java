package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeClientsTest {

    @Test
    void halfOpenConnectionsAreNoticedAndHealthyIdleWatchesAreNotCut() {
        WebClientOptions options = new WebClientOptions();
        new WatchfulHttpClientFactory().additionalConfig(options);
        assertThat(options.getReadIdleTimeout()).isEqualTo(150);
        assertThat(options.isTcpKeepAlive()).isTrue();
    }

    @Test
    void busyServerIsAskedThreeTimesMoreByTheReconcilingClientAndNeverByTheLeasingOne() {
        try (FaultyApi api = new FaultyApi(); KubernetesClient reconciling = KubeClients.reconciling(api.config("tested")); KubernetesClient leasing = KubeClients.leasing(api.config("tested"), 3000)) {
            api.refuse(request -> true, 503);
            assertThatThrownBy(() -> reconciling.namespaces().list()).isInstanceOf(KubernetesClientException.class);
            assertThat(api.requests()).hasSize(4);
            assertThatThrownBy(() -> leasing.namespaces().list()).isInstanceOf(KubernetesClientException.class);
            assertThat(api.requests()).hasSize(5);
        }
    }

    @Test
    void requestsEndInTime() {
        try (FaultyApi api = new FaultyApi(); KubernetesClient reconciling = KubeClients.reconciling(api.config("tested")); KubernetesClient leasing = KubeClients.leasing(api.config("tested"), 500)) {
            assertThat(reconciling.getConfiguration().getRequestTimeout()).isEqualTo(10_000);
            api.hang(request -> true);
            long before = System.nanoTime();
            assertThatThrownBy(() -> leasing.namespaces().list()).isInstanceOf(KubernetesClientException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        }
    }
}
