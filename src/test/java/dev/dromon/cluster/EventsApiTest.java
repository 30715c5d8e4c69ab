package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are read with bearer tokens of the cluster, under its rights. */
class EventsApiTest extends FlowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PAGE = 7;

    private final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Map<String, String> settings;
    private String other;

    @BeforeEach
    void serve() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            settings = Map.of("dromon.http.port", Integer.toString(socket.getLocalPort()));
        }
        plane.start(settings);
        other = namespace(false);
    }

    @AfterEach
    void forgetOther() {
        client.namespaces().withName(other).delete();
    }

    /** A token of a fresh ServiceAccount of the test's namespace. */
    private String reader(String name) {
        client.resource(new ServiceAccountBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata().build()).create();
        return client.serviceAccounts().inNamespace(namespace).withName(name)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build()).getStatus().getToken();
    }

    private void allow(String name) {
        client.resource(new RoleBuilder().withNewMetadata().withName("read-events").withNamespace(namespace).endMetadata()
                .addNewRule().addToApiGroups("lifecycle.keptn.sh").addToResources("keptnappversions").addToVerbs("list").endRule().build()).createOr(existing -> existing.update());
        client.resource(new RoleBindingBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "read-events")
                .addNewSubject().withKind("ServiceAccount").withName(name).withNamespace(namespace).endSubject().build()).create();
    }

    private String allowedReader(String name) {
        String token = reader(name);
        allow(name);
        eventually(() -> assertThat(status(token, "?namespace=" + namespace)).isEqualTo(200));
        return token;
    }

    private HttpRequest request(String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.get("dromon.http.port") + path));
        return (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build();
    }

    private HttpResponse<String> ask(String token, String query) throws IOException, InterruptedException {
        return browser.send(request(token, "/api/v1/events" + query), HttpResponse.BodyHandlers.ofString());
    }

    private int status(String token, String query) throws IOException, InterruptedException {
        return ask(token, query).statusCode();
    }

    private JsonNode page(String token, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = ask(token, query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    /** Ids of all events of the test's namespace behind a cursor, page by page; the last is the cursor behind them. */
    private List<String> pages(String token, String since) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        String cursor = since;
        boolean more = true;
        while (more) {
            JsonNode page = page(token, "?namespace=" + namespace + "&limit=" + PAGE + (cursor.isEmpty() ? "" : "&since=" + cursor));
            page.path("events").forEach(event -> ids.add(event.path("id").textValue()));
            assertThat(page.path("events").size()).isLessThanOrEqualTo(PAGE);
            cursor = page.path("next").textValue();
            more = page.path("more").booleanValue();
        }
        ids.add(cursor);
        return ids;
    }

    private void flow(String version) {
        apply(Manifests.task("check"), Manifests.deployment("web", version, "pre-deployment-tasks", "check"));
        app("web", "Succeeded");
        workload("web-web", version, "Succeeded");
    }

    /** Ids of the Kubernetes Events of so many flows that have ended. */
    private Set<String> told(int flows) {
        List<String> ends = List.of("AppCompleted", "Completed", "WorkloadCompleted");
        eventually(() -> assertThat(events().stream().map(e -> e.getReason()).filter(ends::contains)).hasSize(3 * flows));
        Set<String> ids = new LinkedHashSet<>();
        events().stream().map(e -> e.getMetadata().getAnnotations().get("dromon.dev/event-id")).filter(id -> id != null).forEach(ids::add);
        return ids;
    }

    @Test
    void aFlowReadPageByPageIsThatOfItsKubernetesEventsAlsoAcrossARestart() throws Exception {
        String token = allowedReader("reader");
        flow("1.0");
        Set<String> first = told(1);
        List<String> ids = pages(token, "");
        String cursor = ids.remove(ids.size() - 1);
        assertThat(ids).hasSizeGreaterThan(2 * PAGE).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(first);

        plane.stopRuntime();
        plane.start(settings);
        flow("2.0");
        Set<String> second = told(2);
        second.removeAll(first);
        eventually(() -> assertThat(status(token, "?namespace=" + namespace)).isEqualTo(200));

        assertThat(pages(token, cursor)).containsAll(second);
        List<String> all = pages(token, "");
        assertThat(all.subList(0, all.size() - 1)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(told(2));
    }

    @Test
    void whoMayListAppVersionsOfANamespaceMayReadItsEventsAndNoOthers() throws Exception {
        String token = reader("reader");
        assertThat(status("", "?namespace=" + namespace)).isEqualTo(401);
        assertThat(status("made-up", "?namespace=" + namespace)).isEqualTo(401);
        assertThat(status(token, "?namespace=" + namespace)).isEqualTo(403);

        allow("reader");

        eventually(() -> assertThat(status(token, "?namespace=" + namespace)).isEqualTo(200));
        assertThat(status(token, "?namespace=" + other)).isEqualTo(403);
        assertThat(status(token, "")).isEqualTo(403);
        assertThat(status(token, "?namespace=" + namespace + "&limit=0")).isEqualTo(400);
    }

    @Test
    void aStreamThatIsCutAndResumedHasEveryEventInTheOrderOfItsVersion() throws Exception {
        String token = allowedReader("reader");
        List<JsonNode> events = new ArrayList<>();
        String last;
        try (BufferedReader stream = stream(token, "")) {
            apply(Manifests.task("check"), Manifests.deployment("web", "1.0", "pre-deployment-tasks", "check"));
            last = read(stream, events, event -> events.size() == 5);
        }
        app("web", "Succeeded");
        workload("web-web", "1.0", "Succeeded");
        Set<String> told = told(1);
        try (BufferedReader stream = stream(token, last)) {
            read(stream, events, event -> events.size() == told.size());
        }

        assertThat(events).extracting(e -> e.path("id").textValue()).containsExactlyInAnyOrderElementsOf(told);
        assertThat(events.stream().map(e -> e.path("source").textValue()).distinct()).hasSize(2).allSatisfy(source -> assertThat(events.stream()
                .filter(e -> e.path("source").textValue().equals(source)).map(e -> e.path("sequence").textValue())).isSorted());
    }

    private BufferedReader stream(String token, String lastId) throws IOException, InterruptedException {
        HttpRequest request = request(token, "/api/v1/events/stream?namespace=" + namespace);
        HttpRequest resumed = lastId.isEmpty() ? request : HttpRequest.newBuilder(request, (name, value) -> true).header("Last-Event-ID", lastId).build();
        HttpResponse<InputStream> response = browser.send(resumed, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Reads events until one is the last, and returns where that was; signs of life keep it from waiting for ever. */
    private static String read(BufferedReader stream, List<JsonNode> events, Predicate<JsonNode> end) throws IOException {
        long begin = System.nanoTime();
        String id = "";
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("patience, with %s events", events.size()).isLessThan(PATIENCE);
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                events.add(new ObjectMapper().readTree(line.substring("data: ".length())));
                if (end.test(events.get(events.size() - 1))) {
                    return id;
                }
            }
        }
        throw new AssertionError("the stream ended after " + events.size() + " events");
    }
}
