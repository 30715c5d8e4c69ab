package dev.dromon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRequestsTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ApiListener listener = (verb, resource, code) -> requests.add(verb + " " + resource + " " + code);

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,    /api/v1/pods?limit=500,                                        list,   pods",
        "GET,    /api/v1/namespaces/shop/pods,                                  list,   pods",
        "GET,    /api/v1/namespaces/shop/pods/web-1,                            get,    pods",
        "GET,    /api/v1/namespaces/shop,                                       get,    namespaces",
        "GET,    /api/v1/namespaces/status/pods,                                list,   pods",
        "PUT,    /api/v1/namespaces/shop/status,                                update, namespaces/status",
        "GET,    /api/v1/namespaces,                                            list,   namespaces",
        "PATCH,  /apis/apps/v1/namespaces/shop/deployments/web/scale,           patch,  deployments/scale",
        "PUT,    /apis/lifecycle.keptn.sh/v1/namespaces/a/keptntasks/b/status,  update, keptntasks/status",
        "POST,   /apis/batch/v1/namespaces/shop/jobs,                           create, jobs",
        "DELETE, /apis/dromon.dev/v1alpha1/eventsinks/all,                      delete, eventsinks",
        "GET,    /apis/dromon.dev/v1alpha1/eventsinks?a=b&watch=true,           watch,  eventsinks",
        ",       /api/v1/namespaces/shop/pods?watch=true,                       watch,  pods",
        "GET,    /version,                                                      get,    other",
        "GET,    /apis/apps/v1,                                                 get,    other",
        "GET,    /,                                                             get,    other"})
    void whatIsAskedIsReadOffThePathWithoutNames(String method, String path, String verb, String resource) {
        assertThat(ApiRequests.asked(method, URI.create("https://api:6443" + path))).isEqualTo(new ApiRequests.Asked(verb, resource));
    }

    @Test
    void everyRequestIsToldOnceWithItsCode() {
        try (FaultyApi api = new FaultyApi(); KubernetesClient client = KubeClients.reconciling(api.config("tested"), listener)) {
            ConfigMap map = new ConfigMapBuilder().withNewMetadata().withNamespace("ns").withName("a").endMetadata().build();

            client.resource(map).create();
            assertThatThrownBy(() -> client.resource(map).create()).isInstanceOf(KubernetesClientException.class);
            client.configMaps().inNamespace("ns").withName("other").get();

            assertThat(requests).containsExactly("create configmaps 201", "create configmaps 409", "get configmaps 404");
        }
    }

    @Test
    void repetitionsAreToldToo() {
        try (FaultyApi api = new FaultyApi(); KubernetesClient client = KubeClients.reconciling(api.config("tested"), listener)) {
            api.refuse(request -> true, 503);

            assertThatThrownBy(() -> client.configMaps().inNamespace("ns").list()).isInstanceOf(KubernetesClientException.class);

            assertThat(requests).hasSize(4).containsOnly("list configmaps 503");
        }
    }

    @Test
    void aWatchIsToldWhenItIsOpen() {
        try (FaultyApi api = new FaultyApi(); KubernetesClient client = KubeClients.reconciling(api.config("tested"), listener);
                Watch watch = client.configMaps().inNamespace("ns").watch(new Silent())) {
            await().until(() -> !requests.isEmpty());

            assertThat(requests).singleElement().asString().matches("watch configmaps (101|200)");
        }
    }

    @Test
    void whatIsNotAnsweredIsToldWhenItIsSentAgain() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (KubernetesClient client = KubeClients.reconciling(FaultyApi.config("tested", port), listener)) {
            assertThatThrownBy(() -> client.configMaps().inNamespace("ns").list()).isInstanceOf(KubernetesClientException.class);

            assertThat(requests).as("three repetitions; nobody tells of the last failure").hasSize(3).containsOnly("list configmaps error");
        }
    }

    private static final class Silent implements Watcher<ConfigMap> {

        @Override
        public void eventReceived(Action action, ConfigMap map) {
            // nothing changes
        }

        @Override
        public void onClose(WatcherException cause) {
            // the test ends
        }
    }
}
