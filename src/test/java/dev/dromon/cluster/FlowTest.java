package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.gather.Pods;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A test on the shared control plane, in an enabled namespace of its own. */
@Tag("cluster")
abstract class FlowTest {

    /** How long a flow may take on a busy machine; it takes seconds on an idle one. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);

    /** The control plane, with the runtime running when a test begins. */
    protected ControlPlane plane;
    /** A client that may do everything. */
    protected KubernetesClient client;
    /** The test's own namespace. */
    protected String namespace;

    @BeforeEach
    void freshNamespace() {
        plane = controlPlane();
        client = plane.admin();
        namespace = namespace(true);
    }

    @AfterEach
    void forgetNamespace() {
        client.namespaces().withName(namespace).delete();
    }

    /** The control plane to test on; the shared one unless a test would disturb all others. */
    ControlPlane controlPlane() {
        return ControlPlane.running();
    }

    /** A further namespace; the caller deletes it. */
    protected String namespace(boolean enabled) {
        String name = "flow-" + RUN + "-" + COUNT.incrementAndGet();
        client.namespaces().resource(Manifests.namespace(name, enabled)).create();
        return name;
    }

    /** Applies objects on the server's side, into the test's namespace where they name none. */
    protected void apply(String... yaml) {
        applyTo(namespace, yaml);
    }

    /** Applies objects into a namespace where they name none. */
    protected void applyTo(String where, String... yaml) {
        load(where, yaml).forEach(o -> client.resource(o).fieldManager("test").forceConflicts().serverSideApply());
    }

    /** Creates objects as a plain POST. */
    protected void create(String... yaml) {
        load(namespace, yaml).forEach(o -> client.resource(o).create());
    }

    private List<HasMetadata> load(String where, String... yaml) {
        List<HasMetadata> objects = client.load(new ByteArrayInputStream(String.join("\n", yaml).getBytes(StandardCharsets.UTF_8))).items();
        objects.stream().filter(o -> o.getMetadata().getNamespace() == null).forEach(o -> o.getMetadata().setNamespace(where));
        return objects;
    }

    /** Gives a metric a value by hand; without a time it does not get too old. */
    protected void measure(String metric, String value) {
        status(metric, value, "null");
    }

    /** Gives a metric a value as whoever fetches it at that time. */
    protected void measure(String metric, String value, Instant time) {
        status(metric, value, "\"" + time + "\"");
    }

    private void status(String metric, String value, String time) {
        client.resources(KeptnMetric.class).inNamespace(namespace).withName(metric).subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"value\":\"" + value + "\",\"lastUpdated\":" + time + "}}");
    }

    /** Waits until the assertions hold. */
    protected static void eventually(ThrowingRunnable assertions) {
        await().atMost(PATIENCE).pollInterval(LOOK).untilAsserted(assertions);
    }

    /** Watches for the given time that the assertions hold. */
    protected static void throughout(Duration window, ThrowingRunnable assertions) {
        await().pollInterval(LOOK.multipliedBy(2)).during(window).atMost(window.plus(PATIENCE)).until(holds(assertions));
    }

    private static Callable<Boolean> holds(ThrowingRunnable assertions) {
        return () -> {
            try {
                assertions.run();
                return true;
            } catch (Exception e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e.getMessage(), e);
            }
        };
    }

    /** Waits for the only, or newest, app version of an app to reach a state, and returns it. */
    protected KeptnAppVersion app(String app, String state) {
        return reached(() -> appVersions(app), state);
    }

    /** The same for a workload version, by the name of its KeptnWorkload and its version. */
    protected KeptnWorkloadVersion workload(String workload, String version, String state) {
        return reached(() -> client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems().stream()
                .filter(v -> workload.equals(v.getSpec().workloadName) && version.equals(v.getSpec().version)).toList(), state);
    }

    /** All versions of an app, oldest first. */
    protected List<KeptnAppVersion> appVersions(String app) {
        return client.resources(KeptnAppVersion.class).inNamespace(namespace).list().getItems().stream().filter(v -> app.equals(v.getSpec().appName))
                .sorted(Comparator.comparing(v -> v.getSpec().appGeneration)).toList();
    }

    private <T extends HasMetadata> T reached(Supplier<List<T>> versions, String state) {
        eventually(() -> assertThat(versions.get()).last().satisfies(v -> assertThat(status(v)).as(() -> seen(v)).isEqualTo(state)));
        List<T> found = versions.get();
        return found.get(found.size() - 1);
    }

    private static String status(HasMetadata version) {
        VersionStatus status = version instanceof KeptnAppVersion app ? app.getStatus() : ((KeptnWorkloadVersion) version).getStatus();
        return status == null ? "absent" : status.status;
    }

    private String seen(HasMetadata version) {
        return client.getKubernetesSerialization().asYaml(version);
    }

    /** Events of the flow in the test's namespace in the order of their times. */
    protected List<Event> events() {
        return client.v1().events().inNamespace(namespace).list().getItems().stream().filter(e -> "dromon.dev/runtime".equals(e.getReportingComponent()))
                .sorted(Comparator.comparing(e -> Instant.parse(e.getEventTime().getTime()))).toList();
    }

    /** Reasons of the events about one object. */
    protected List<String> reasons(HasMetadata about) {
        return events().stream().filter(e -> about.getMetadata().getUid().equals(e.getInvolvedObject().getUid())).map(Event::getReason).toList();
    }

    /** Tasks of the test's namespace by the name of their definition and the app or workload version they are for, with their state: {@code check 1.0 Succeeded}. */
    protected List<String> taskStates() {
        return tasks().stream().map(t -> t.getSpec().taskDefinition + " " + (t.getSpec().context.appVersion + t.getSpec().context.workloadVersion)
                + " " + (t.getStatus() == null ? "absent" : t.getStatus().status)).sorted().toList();
    }

    /** The only task of the namespace, once it is in that state, for that reason. */
    protected KeptnTask onlyTask(String state, String reason) {
        eventually(() -> assertThat(tasks()).singleElement().satisfies(t -> {
            assertThat(t.getStatus()).isNotNull();
            assertThat(t.getStatus().status + " " + Optional.ofNullable(t.getStatus().reason).orElse(""))
                    .as(() -> client.getKubernetesSerialization().asYaml(t)).isEqualTo(state + " " + reason);
        }));
        return tasks().get(0);
    }

    /** Tasks of the test's namespace. */
    protected List<KeptnTask> tasks() {
        return client.resources(KeptnTask.class).inNamespace(namespace).list().getItems();
    }

    /** Jobs of the test's namespace. */
    protected List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    /** Pods of a workload that {@link Manifests} made, those of one version when it is not empty. */
    protected List<Pod> pods(String name, String version) {
        return client.pods().inNamespace(namespace).withLabel("app", name).list().getItems().stream()
                .filter(p -> version.isEmpty() || p.getSpec().getContainers().get(0).getImage().endsWith(":" + version)).toList();
    }

    /** Waits until a workload has pods of that version, and all of them wait at our gate. */
    protected void held(String name, String version) {
        eventually(() -> assertThat(pods(name, version)).isNotEmpty().allMatch(Pods::gated));
    }

    /** Waits until a workload has pods of that version, and all of them run. */
    protected void runs(String name, String version) {
        eventually(() -> assertThat(pods(name, version)).isNotEmpty().allMatch(p -> "Running".equals(p.getStatus().getPhase())));
    }

    /** Watches that pods of that version wait at our gate, for the given time. */
    protected void staysHeld(String name, String version, Duration window) {
        throughout(window, () -> assertThat(pods(name, version)).isNotEmpty().allMatch(Pods::gated));
    }

    /** Waits for hanging Jobs of tasks and lets them end well. */
    protected void letJobsEnd() {
        eventually(() -> assertThat(hanging()).isNotEmpty());
        hanging().forEach(p -> client.resource(p).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"dromon.dev/sandbox\":null}}}"));
    }

    private List<Pod> hanging() {
        return client.pods().inNamespace(namespace).withLabel("dromon.dev/sandbox", "hang").list().getItems();
    }
}
