package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnMetric;
import dev.dromon.metric.ProviderStub;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers are asked by Dromon itself, and flows go by what they answer. */
class MetricsTest extends FlowTest {

    private final ProviderStub prometheus = new ProviderStub();
    private Map<String, String> settings;

    @BeforeEach
    void serve() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            settings = Map.of("dromon.http.port", Integer.toString(socket.getLocalPort()), "dromon.metrics.allow-local-addresses", "true");
        }
        plane.start(settings);
    }

    @AfterEach
    void stop() {
        prometheus.close();
        ControlPlane.running();
    }

    private void tells(String value) {
        prometheus.answers(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"" + value + "\"]}]}}");
    }

    private String provider(String more) {
        return """
                ---
                apiVersion: metrics.keptn.sh/v1
                kind: KeptnMetricsProvider
                metadata: {name: prometheus}
                spec: {type: prometheus, targetServer: "%s"%s}
                """.formatted(prometheus.url(), more);
    }

    private static String metric(String name, int seconds) {
        return """
                ---
                apiVersion: metrics.keptn.sh/v1
                kind: KeptnMetric
                metadata: {name: %s}
                spec: {provider: {name: prometheus}, query: load, fetchIntervalSeconds: %d}
                """.formatted(name, seconds);
    }

    private KeptnMetric metric(String name) {
        return client.resources(KeptnMetric.class).inNamespace(namespace).withName(name).require();
    }

    private void ready(String name, String status, String reason, String words) {
        eventually(() -> assertThat(metric(name).getStatus()).satisfies(s -> {
            assertThat(s).isNotNull();
            assertThat(s.conditions).filteredOn(c -> "Ready".equals(c.getType())).singleElement().satisfies(c -> {
                assertThat(c.getStatus() + " " + c.getReason()).isEqualTo(status + " " + reason);
                assertThat(c.getMessage()).contains(words);
            });
        }));
    }

    @Test
    void theGateOpensWhenTheProviderTellsAnotherValue() {
        tells("9");
        apply(provider(""), metric("load", 1), """
                ---
                apiVersion: lifecycle.keptn.sh/v1
                kind: KeptnEvaluationDefinition
                metadata: {name: calm}
                spec: {retries: 100, retryInterval: 1h, objectives: [{keptnMetricRef: {name: load}, evaluationTarget: "<5"}]}
                """);
        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "calm"));
        held("web", "1.0");
        eventually(() -> assertThat(metric("load").getStatus()).satisfies(s -> assertThat(s).isNotNull()).satisfies(s -> assertThat(s.value).isEqualTo("9")));
        staysHeld("web", "1.0", Duration.ofSeconds(3));

        tells("4");

        runs("web", "1.0");
        app("web", "Succeeded");
        assertThat(metric("load").getStatus().value).isEqualTo("4");
    }

    @Test
    void aFailureIsToldAndTheValueStaysUntilItIsStale() {
        tells("4");
        apply(provider(""), metric("load", 1));
        ready("load", "True", "Fetched", "answered");
        String before = metric("load").getStatus().lastUpdated;

        prometheus.answers(503, "");
        ready("load", "False", "ProviderError", "503");
        eventually(() -> assertThat(metric("load").getStatus().conditions).anyMatch(c -> "Stale".equals(c.getType()) && "True".equals(c.getStatus())));
        assertThat(metric("load").getStatus().value).isEqualTo("4");
        assertThat(metric("load").getStatus().errMsg).contains("503");
        String written = metric("load").getMetadata().getResourceVersion();
        int asked = prometheus.asked().size();
        eventually(() -> assertThat(prometheus.asked().size()).isGreaterThan(asked + 2));
        assertThat(metric("load").getMetadata().getResourceVersion()).as("nothing new is not written").isEqualTo(written);

        tells("5");
        ready("load", "True", "Fetched", "answered");
        assertThat(metric("load").getStatus()).satisfies(s -> {
            assertThat(s.value).isEqualTo("5");
            assertThat(s.errMsg).isNull();
            assertThat(Instant.parse(s.lastUpdated)).isAfter(Instant.parse(before));
            assertThat(s.conditions).noneMatch(c -> "Stale".equals(c.getType()));
        });
    }

    @Test
    void aMissingProviderIsNamedAndAMetricThatChangesIsAskedForAtOnce() {
        tells("4");
        apply(metric("load", 3600));
        ready("load", "False", "ProviderNotFound", "KeptnMetricsProvider prometheus does not exist in namespace " + namespace);

        apply(provider(""));
        ready("load", "True", "Fetched", "answered");
        int before = prometheus.asked().size();
        apply(metric("load", 3600).replace("query: load", "query: other"));

        eventually(() -> assertThat(prometheus.asked()).hasSize(before + 1));
        assertThat(prometheus.last().form()).containsEntry("query", List.of("other"));

        plane.stopRuntime();
        plane.start(settings);
        apply(metric("second", 3600));
        ready("second", "True", "Fetched", "answered");
        assertThat(prometheus.asked()).as("after a restart what is not due is not asked").hasSize(before + 2);
    }

    @Test
    void theSecretIsReadOnlyWhereTheRightIsGiven() {
        tells("4");
        client.resource(new SecretBuilder().withNewMetadata().withName("login").withNamespace(namespace).endMetadata().withStringData(Map.of("token", "abc")).build()).create();
        apply(provider(", secretKeyRef: {name: login, key: token}"), metric("load", 3600));
        ready("load", "False", "SecretUnusable", "by a Role and a RoleBinding");
        assertThat(prometheus.asked()).isEmpty();

        apply(Manifests.readsSecret("login", "get, list, watch"), Manifests.readsSecret("other", "get, list, watch"));
        ready("load", "True", "Fetched", "answered");
        assertThat(prometheus.last().headers()).containsEntry("authorization", "Bearer abc");

        client.secrets().inNamespace(namespace).withName("login").edit(s -> new SecretBuilder(s).addToStringData("token", "def").build());
        eventually(() -> assertThat(prometheus.last().headers()).containsEntry("authorization", "Bearer def"));

        apply(provider(", secretKeyRef: {name: other, key: token}"));
        ready("load", "False", "SecretUnusable", "Secret other does not exist in namespace " + namespace);
        apply(provider(", secretKeyRef: {name: other, key: token, optional: true}"));
        ready("load", "True", "Fetched", "answered");
        assertThat(prometheus.last().headers()).doesNotContainKey("authorization");
    }

    @Test
    void aValueThatIsTooOldDoesNotOpenTheGate() {
        tells("4");
        apply(provider(""), metric("load", 1), Manifests.evaluation("calm", "load", "<5").replace("retries: 1", "retries: 100"));
        ready("load", "True", "Fetched", "answered");
        prometheus.answers(503, "");
        eventually(() -> assertThat(metric("load").getStatus().conditions).anyMatch(c -> "Stale".equals(c.getType())));

        apply(Manifests.deployment("web", "1.0", "pre-deployment-evaluations", "calm"));
        held("web", "1.0");
        eventually(() -> assertThat(evaluated()).singleElement().satisfies(item -> assertThat(item.message).startsWith("value '4' does not count: it was fetched at").endsWith("more than twice the fetch interval of 1s before this look")));
        staysHeld("web", "1.0", Duration.ofSeconds(3));

        tells("4");
        runs("web", "1.0");
        assertThat(client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems()).flatExtracting(e -> e.getStatus().objectives).singleElement().satisfies(objective -> {
            assertThat(objective.namespace + "/" + objective.metric).isEqualTo(namespace + "/load");
            assertThat(objective.value + " " + objective.target + " " + objective.status).isEqualTo("4 <5 Succeeded");
            assertThat(Instant.parse(objective.fetchedTime)).isBeforeOrEqualTo(Instant.now());
        });
    }

    private List<EvaluationStatusItem> evaluated() {
        return client.resources(KeptnEvaluation.class).inNamespace(namespace).list().getItems().stream().filter(e -> e.getStatus() != null)
                .flatMap(e -> e.getStatus().evaluationStatus.values().stream()).toList();
    }

    @Test
    void aMetricIsReadByWhoMayGetIt() throws Exception {
        tells("4");
        apply(provider(""), metric("load", 3600));
        ready("load", "True", "Fetched", "answered");
        String token = token("reader");
        assertThat(read(token, "load").statusCode()).isEqualTo(403);
        assertThat(read("", "load").statusCode()).isEqualTo(401);

        may("reader", "get");
        eventually(() -> assertThat(read(token, "load").statusCode()).isEqualTo(200));
        assertThat(read(token, "load").body()).isEqualTo("{\"metric\":\"load\",\"namespace\":\"" + namespace + "\",\"value\":\"4\",\"lastUpdated\":\"" + metric("load").getStatus().lastUpdated
                + "\",\"stale\":false,\"errMsg\":\"\"}");
        assertThat(read(token, "other").statusCode()).isEqualTo(404);
        assertThat(get(token, "?namespace=" + namespace).statusCode()).as("get is not list").isEqualTo(403);
    }

    @Test
    void valuesAreScrapedByWhoMayListThemAndOnlyThoseThatCount() throws Exception {
        tells("4.5");
        apply(provider(""), metric("fresh", 3600), metric("old", 1), Manifests.metric("words"));
        ready("fresh", "True", "Fetched", "answered");
        ready("old", "True", "Fetched", "answered");
        measure("words", "n/a");
        String token = token("prometheus");
        assertThat(get("", "").statusCode()).isEqualTo(401);
        assertThat(get(token, "").statusCode()).isEqualTo(403);
        may("prometheus", "list");
        String value = "keptn_metric_value{namespace=\"" + namespace + "\",name=\"";

        eventually(() -> assertThat(get(token, "?namespace=" + namespace).statusCode()).isEqualTo(200));
        assertThat(get(token, "?namespace=" + namespace).body().lines()).contains("# TYPE keptn_metric_value gauge", value + "fresh\"} 4.5", value + "old\"} 4.5",
                "keptn_metric_failing{namespace=\"" + namespace + "\",name=\"fresh\"} 0").noneMatch(l -> l.contains("n/a") || l.startsWith(value + "words"));
        prometheus.answers(503, "");
        eventually(() -> assertThat(get(token, "?namespace=" + namespace).body().lines()).contains("keptn_metric_failing{namespace=\"" + namespace + "\",name=\"old\"} 1", value + "fresh\"} 4.5")
                .noneMatch(l -> l.startsWith(value + "old")));
        assertThat(get(token, "").statusCode()).as("all namespaces").isEqualTo(403);
        assertThat(get(token, "?namespace=a&namespace=b").statusCode()).isEqualTo(400);
    }

    /** Of an account that may nothing yet. */
    private String token(String account) {
        client.resource(new ServiceAccountBuilder().withNewMetadata().withName(account).withNamespace(namespace).endMetadata().build()).create();
        return client.serviceAccounts().inNamespace(namespace).withName(account)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build()).getStatus().getToken();
    }

    private void may(String account, String verb) {
        apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: read-metrics}
                rules:
                - {apiGroups: [metrics.keptn.sh], resources: [keptnmetrics], verbs: [%s]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: read-metrics}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-metrics}
                subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]
                """.formatted(verb, account, namespace));
    }

    private HttpResponse<String> get(String token, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.get("dromon.http.port") + "/api/v1/metrics" + path));
        return HttpClient.newHttpClient().send((token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> read(String token, String name) throws Exception {
        return get(token, "/" + namespace + "/" + name);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(Arguments.of("an unknown type", "KeptnMetricsProvider", "{type: my-prometheus-2, targetServer: \"http://a:9090\"}", "spec.type"),
                Arguments.of("a user in the address", "KeptnMetricsProvider", "{type: http, targetServer: \"http://jane:pw@a:9090\"}", "targetServer must not contain @"),
                Arguments.of("a query in the address", "KeptnMetricsProvider", "{type: http, targetServer: \"http://a:9090/?x=1\"}", "targetServer must not contain @"),
                Arguments.of("no interval", "KeptnMetric", "{provider: {name: a}, query: b}", "fetchIntervalSeconds"),
                Arguments.of("a step alone", "KeptnMetric", "{provider: {name: a}, query: b, fetchIntervalSeconds: 1, range: {step: 1m}}", "belong together"),
                Arguments.of("a path that is none", "KeptnMetric", "{provider: {name: a}, query: b, fetchIntervalSeconds: 1, jsonPath: \"$.a[?(@.b)]\"}", "jsonPath must be a JSONPath without filters"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void wrongManifestsAreRefused(String what, String kind, String spec, String words) {
        String said = plane.kubectlRefused("apiVersion: metrics.keptn.sh/v1\nkind: " + kind + "\nmetadata: {name: wrong}\nspec: " + spec + "\n", "apply", "-n", namespace, "-f", "-");

        assertThat(said).as(what).contains(words);
    }
}
