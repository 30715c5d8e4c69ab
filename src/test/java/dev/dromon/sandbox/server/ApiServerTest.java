package dev.dromon.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppSpec;
import dev.dromon.api.KeptnAppStatus;
import dev.dromon.api.Rollout;
import dev.dromon.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {

    private static final Sandbox SANDBOX = new Sandbox();

    private KubernetesClient client;

    @BeforeAll
    static void start() {
        SANDBOX.start();
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @BeforeEach
    void empty() {
        client = SANDBOX.client();
        client.configMaps().inNamespace("default").delete();
        client.resources(KeptnApp.class).inNamespace("default").delete();
    }

    @Test
    void statusWriteOnAnOldVersionIsAConflict() {
        KeptnApp old = client.resource(app()).create();
        client.resource(withStatus(client.resource(app()).get(), "1")).updateStatus();
        assertThat(refusal(() -> client.resource(withStatus(old, "2")).updateStatus())).isEqualTo("409 Conflict");
        assertThat(client.resource(app()).get().getStatus().currentVersion).isEqualTo("1");
    }

    @Test
    void statusWriteLeavesTheSpecAloneAndTheOtherWayRound() {
        KeptnApp created = client.resource(app()).create();
        created.getSpec().version = "not through the status";
        KeptnApp reported = client.resource(withStatus(created, "1")).updateStatus();
        assertThat(reported.getSpec().version).isEqualTo("0.1.0");
        assertThat(reported.getMetadata().getGeneration()).isEqualTo(1);
        reported.getSpec().version = "0.2.0";
        KeptnApp changed = client.resource(withStatus(reported, "not through the spec")).update();
        assertThat(changed.getStatus().currentVersion).isEqualTo("1");
        assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void writeThatChangesNothingKeepsTheResourceVersion() {
        ConfigMap created = client.resource(map(Map.of("a", "1"))).create();
        assertThat(client.resource(created).update().getMetadata().getResourceVersion()).isEqualTo(created.getMetadata().getResourceVersion());
    }

    @Test
    void customResourceIsOnlyReplacedWithAResourceVersion() {
        client.resource(app()).create();
        String uri = "/apis/lifecycle.keptn.sh/v1/namespaces/default/keptnapps/shop";
        assertThat(refusal(() -> client.raw(uri, "PUT", app()))).isEqualTo("422 Invalid");
    }

    @Test
    void jsonPatchWhoseTestFailsChangesNothing() {
        ConfigMap map = client.resource(map(Map.of("a", "1"))).create();
        String patch = "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"2\"},{\"op\":\"remove\",\"path\":\"/data/a\"}]";
        assertThat(refusal(() -> client.resource(map).patch(PatchContext.of(PatchType.JSON), patch))).isEqualTo("422 Invalid");
        assertThat(client.resource(map).get().getData()).containsEntry("a", "1");
    }

    @Test
    void patchThatLeavesNoObjectIsRefused() {
        ConfigMap map = client.resource(map(Map.of("a", "1"))).create();
        assertThat(refusal(() -> client.resource(map).patch(PatchContext.of(PatchType.JSON_MERGE), "[]"))).isEqualTo("422 Invalid");
    }

    @Test
    void mergePatchRemovesNullsAndReplacesLists() {
        client.resource(app()).create();
        String patch = "{\"spec\":{\"version\":null,\"workloads\":[{\"name\":\"b\",\"version\":\"2\"}]}}";
        client.resource(app()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        KeptnApp app = client.resource(app()).get();
        assertThat(app.getSpec().version).isNull();
        assertThat(app.getSpec().workloads).extracting(w -> w.name).containsExactly("b");
    }

    @Test
    void mergePatchWithAnOldResourceVersionIsAConflict() {
        ConfigMap old = client.resource(map(Map.of("a", "1"))).create();
        client.resource(map(Map.of("a", "2"))).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"2\"}}");
        String patch = "{\"metadata\":{\"resourceVersion\":\"" + old.getMetadata().getResourceVersion() + "\"},\"data\":{\"a\":\"3\"}}";
        assertThat(refusal(() -> client.resource(old).patch(PatchContext.of(PatchType.JSON_MERGE), patch))).isEqualTo("409 Conflict");
    }

    @Test
    void patchTypesThatAreNotSimulatedAreRefused() {
        ConfigMap map = client.resource(map(Map.of("a", "1"))).create();
        assertThat(refusal(() -> client.resource(map).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{}}"))).isEqualTo("415 UnsupportedMediaType");
        assertThat(refusal(() -> client.resource(map).serverSideApply())).isEqualTo("415 UnsupportedMediaType");
    }

    @Test
    void deleteWithThePreconditionOfAnotherUidIsAConflict() {
        client.resource(map(Map.of())).create();
        String options = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"other\"}}";
        assertThat(refusal(() -> client.raw("/api/v1/namespaces/default/configmaps/settings", "DELETE", options))).isEqualTo("409 Conflict");
        assertThat(client.resource(map(Map.of())).get()).isNotNull();
    }

    @Test
    void secondCreateSaysAlreadyExists() {
        client.resource(map(Map.of())).create();
        assertThat(refusal(() -> client.resource(map(Map.of())).create())).isEqualTo("409 AlreadyExists");
    }

    @Test
    void generatedNamesBeginAsAsked() {
        ConfigMap created = client.resource(new ConfigMapBuilder().withNewMetadata().withGenerateName("some-").withNamespace("default").endMetadata().build()).create();
        assertThat(created.getMetadata().getName()).startsWith("some-").hasSizeGreaterThan("some-".length());
    }

    @Test
    void objectsNeedTheirNamespace() {
        HasMetadata elsewhere = map(Map.of()).edit().editMetadata().withNamespace("nowhere").endMetadata().build();
        assertThat(refusal(() -> client.resource(elsewhere).create())).isEqualTo("404 NotFound");
    }

    @Test
    void kindsWithoutDefinitionAreNotServed() {
        assertThat(refusal(() -> client.resources(Rollout.class).inNamespace("default").list())).isEqualTo("404 NotFound");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/apis", "/api/v1/namespaces/default/pods/x/log", "/api/v1/namespaces/default/configmaps/settings/scale"})
    void pathsThatAreNotSimulatedAreNotServed(String path) {
        assertThat(refusal(() -> client.raw(path, "PUT", map(Map.of())))).startsWith("404");
    }

    @Test
    void selectorsThatCannotBeEvaluatedAreRefused() {
        client.resource(map(Map.of())).create();
        assertThat(client.configMaps().inNamespace("default").withLabel("app", "shop").list().getItems()).hasSize(1);
        assertThat(client.configMaps().inNamespace("default").withLabel("app", "other").list().getItems()).isEmpty();
        assertThat(client.configMaps().inNamespace("default").withoutLabel("app").list().getItems()).isEmpty();
        assertThat(refusal(() -> client.configMaps().inNamespace("default").withLabelIn("app", "a", "b").list())).isEqualTo("400 BadRequest");
        assertThat(refusal(() -> client.configMaps().inNamespace("default").withField("data.a", "b").list())).isEqualTo("400 BadRequest");
    }

    @Test
    void watchFromAVersionTellsEverythingAfterItOnceAndInOrder() {
        String before = client.configMaps().inNamespace("default").list().getMetadata().getResourceVersion();
        ConfigMap map = client.resource(map(Map.of("a", "1"))).create();
        client.resource(map).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"2\"}}");
        client.resource(map).delete();
        List<String> told = new CopyOnWriteArrayList<>();
        try (var watch = client.configMaps().inNamespace("default").withResourceVersion(before).watch(listener(told))) {
            await().until(() -> told.size() == 3);
            client.resource(map(Map.of("a", "3"))).create();
            await().until(() -> told.size() == 4);
        }
        assertThat(told).containsExactly("ADDED 1", "MODIFIED 2", "DELETED 2", "ADDED 3");
    }

    @Test
    void watchWithoutAVersionBeginsWithWhatIsThere() {
        client.resource(map(Map.of("a", "1"))).create();
        List<String> told = new CopyOnWriteArrayList<>();
        try (var watch = client.configMaps().inNamespace("default").watch(listener(told))) {
            await().until(() -> told.equals(List.of("ADDED 1")));
        }
    }

    @Test
    void watchWithALabelSeesObjectsComeAndGo() {
        ConfigMap map = client.resource(map(Map.of("a", "1"))).create();
        List<String> told = new CopyOnWriteArrayList<>();
        try (var watch = client.configMaps().inNamespace("default").withLabel("app", "shop").withResourceVersion(map.getMetadata().getResourceVersion()).watch(listener(told))) {
            client.resource(map).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");
            await().until(() -> told.equals(List.of("DELETED 1")));
        }
    }

    @Test
    void logForgetsTheOldestChanges() {
        WatchLog log = new WatchLog(2);
        for (long version = 1; version <= 3; version++) {
            log.append(new WatchLog.Entry(version, null, null, null, "{}"));
        }
        assertThat(log.reaches(0)).isFalse();
        assertThat(log.reaches(1)).isTrue();
        assertThat(log.since(1)).extracting(WatchLog.Entry::version).containsExactly(2L, 3L);
    }

    private static Watcher<ConfigMap> listener(List<String> told) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                told.add(action + " " + map.getData().get("a"));
            }

            @Override
            public void onClose(WatcherException cause) {
                told.add("closed " + cause.getMessage());
            }
        };
    }

    private static String refusal(ThrowingCallable request) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, request);
        assertThat(refused).isNotNull();
        return refused.getCode() + " " + refused.getStatus().getReason();
    }

    private static ConfigMap map(Map<String, String> data) {
        return new ConfigMapBuilder().withNewMetadata().withName("settings").withNamespace("default").addToLabels("app", "shop").endMetadata().withData(data).build();
    }

    private static KeptnApp app() {
        KeptnApp app = new KeptnApp();
        app.getMetadata().setName("shop");
        app.getMetadata().setNamespace("default");
        app.setSpec(new KeptnAppSpec());
        app.getSpec().version = "0.1.0";
        return app;
    }

    private static KeptnApp withStatus(KeptnApp app, String currentVersion) {
        app.setStatus(new KeptnAppStatus());
        app.getStatus().currentVersion = currentVersion;
        return app;
    }
}
