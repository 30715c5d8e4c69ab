package dev.dromon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkStatus;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnConfig;
import dev.dromon.api.KeptnConfigSpec;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.sink.Broker;
import dev.dromon.sink.CDEventSchema;
import dev.dromon.sink.CloudEventSchema;
import dev.dromon.sink.Delivered;
import dev.dromon.sink.Receiver;
import dev.dromon.sink.Receiver.Behaviour;
import dev.dromon.sink.Receiver.Came;
import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events leave the cluster: real HTTP servers, which take them or do not. */
class EventSinkTest extends FlowTest {

    private static final String FAST = "retry: {minBackoff: 50ms, maxBackoff: 200ms, deadLetterAfter: 3}";

    private Receiver receiver;

    @BeforeEach
    void listen() {
        receiver = new Receiver();
    }

    @AfterEach
    void hangUp() {
        client.resources(EventSink.class).delete();
        eventually(() -> assertThat(client.resources(EventSink.class).list().getItems()).isEmpty());
        receiver.close();
    }

    private String sink(String name, Receiver to, String... more) {
        return """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: %s}
                spec:
                  http: {url: "%s", allowLocalAddresses: true, timeout: 5s}
                  filter: {namespaces: [%s]}
                  %s
                """.formatted(name, to.url(), namespace, String.join("\n  ", more));
    }

    private EventSinkStatus status(String name) {
        EventSink sink = client.resources(EventSink.class).withName(name).get();
        assertThat(sink.getStatus()).isNotNull();
        return sink.getStatus();
    }

    private void flow(String version) {
        apply(Manifests.deployment("web", version, "pre-deployment-tasks", "check"));
        app("web", "Succeeded");
        workload("web-web", version, "Succeeded");
    }

    /** Ids of the Kubernetes Events that tell the same. */
    private Set<String> told() {
        Set<String> ids = new LinkedHashSet<>();
        events().stream().map(e -> e.getMetadata().getAnnotations().get("dromon.dev/event-id")).filter(id -> id != null).forEach(ids::add);
        return ids;
    }

    private static List<CloudEvent> events(Receiver at) {
        return at.taken().stream().map(Came::event).toList();
    }

    private static Set<String> ids(Receiver at) {
        return new LinkedHashSet<>(events(at).stream().map(CloudEvent::getId).toList());
    }

    /** It has every event of the flow, and those of each version came first in their order. */
    private void complete(Receiver at) {
        eventually(() -> {
            assertThat(told()).isNotEmpty();
            assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted");
            assertThat(ids(at)).containsExactlyInAnyOrderElementsOf(told());
        });
        Map<URI, List<String>> sequences = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        events(at).stream().filter(e -> seen.add(e.getId()))
                .forEach(e -> sequences.computeIfAbsent(e.getSource(), s -> new ArrayList<>()).add((String) e.getExtension("sequence")));
        assertThat(sequences).isNotEmpty().allSatisfy((version, order) -> assertThat(order).isSorted().doesNotHaveDuplicates());
    }

    @Test
    void everyEventOfAFlowArrivesOnceAndInOrder() {
        apply(sink("first", receiver), Manifests.task("check"));
        flow("1.0");

        complete(receiver);
        assertThat(receiver.asked()).hasSameSizeAs(ids(receiver));
        Delivered.causesFirst(events(receiver));
        KeptnAppVersion app = app("web", "Succeeded");
        KeptnWorkloadVersion workload = workload("web-web", "1.0", "Succeeded");
        assertThat(app.getStatus().basis).extracting(b -> b.uid).containsExactly(workload.getMetadata().getUid());
        assertThat(workload.getStatus().basis).extracting(b -> b.uid).containsExactly(app.getMetadata().getUid());
        assertThat(events(receiver)).allSatisfy(e -> {
            assertThat(CloudEventSchema.problems(e.getData().toBytes())).isEmpty();
            assertThat(e.getExtension("partitionkey")).isEqualTo(namespace + "/web");
        });
        eventually(() -> {
            EventSinkStatus status = status("first");
            assertThat(status.delivered).isEqualTo(receiver.taken().size());
            assertThat(status.pending).isZero();
            assertThat(status.conditions).singleElement().satisfies(c -> assertThat(c.getType() + " " + c.getStatus()).isEqualTo("Ready True"));
        });
        eventually(() -> assertThat(appVersions("web")).singleElement().satisfies(v -> assertThat(v.getStatus().delivered).containsEntry("first", v.getStatus().transitions.size())));
    }

    static Stream<Named<Fault>> faults() {
        return Stream.of(Named.of("500", r -> Behaviour.status(500)), Named.of("429 with Retry-After", r -> Behaviour.status(429, "Retry-After", "1")),
                Named.of("408", r -> Behaviour.status(408)), Named.of("hangs", r -> Behaviour.hang()), Named.of("resets", r -> Behaviour.reset()),
                Named.of("trickles", r -> Behaviour.trickle(r.vertx())), Named.of("redirects", r -> Behaviour.status(302, "Location", "http://127.0.0.1:" + r.port() + "/elsewhere")));
    }

    /** What a receiver does instead of taking events. */
    interface Fault {
        Behaviour of(Receiver receiver);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aReceiverInTroubleGetsEverythingLaterAndSlowsNobody(Fault fault) {
        try (Receiver healthy = new Receiver()) {
            receiver.behave(fault.of(receiver));
            apply(sink("troubled", receiver, FAST).replace("timeout: 5s", "timeout: 300ms"), sink("healthy", healthy), Manifests.task("check"));
            flow("1.0");
            complete(healthy);
            eventually(() -> {
                EventSinkStatus status = status("troubled");
                assertThat(status.conditions).singleElement().satisfies(c -> assertThat(c.getStatus()).isEqualTo("False"));
                assertThat(status.pending).isEqualTo((long) healthy.taken().size());
                assertThat(status.lastError).startsWith("the receiver ");
            });
            eventually(() -> assertThat(appVersions("web")).singleElement().satisfies(v -> assertThat(v.getStatus().delivered).containsEntry("healthy", v.getStatus().transitions.size())));

            receiver.behave(Behaviour.status(200));

            complete(receiver);
            assertThat(healthy.asked()).hasSameSizeAs(ids(healthy));
            eventually(() -> assertThat(status("troubled").pending).isZero());
            assertThat(status("troubled").conditions).singleElement().satisfies(c -> assertThat(c.getStatus()).isEqualTo("True"));
            assertThat(status("troubled").deadLetters).isZero();
        }
    }

    @Test
    void anEventThatIsRefusedIsGivenUpByNameAndTheOthersGoOn() {
        receiver.behave(event -> event.getType().equals("dev.dromon.appdeploy.started.v1") ? Behaviour.status(404) : Behaviour.status(200));
        apply(sink("picky", receiver, FAST), Manifests.task("check"));
        flow("1.0");

        eventually(() -> {
            assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted");
            assertThat(ids(receiver)).hasSize(told().size() - 1);
            assertThat(status("picky").deadLetters).isEqualTo(1);
        });
        assertThat(status("picky").recentDeadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.type).isEqualTo("dev.dromon.appdeploy.started.v1");
            assertThat(letter.object).startsWith("KeptnAppVersion " + namespace + "/web-");
            assertThat(letter.answer).contains("404");
        });
        assertThat(receiver.asked()).filteredOn(c -> c.event().getType().equals("dev.dromon.appdeploy.started.v1")).hasSize(3);
    }

    @Test
    void whatWasNotTakenBeforeARestartIsDeliveredAfterIt() {
        receiver.behave(Behaviour.status(503));
        apply(sink("first", receiver, FAST), Manifests.task("check"));
        flow("1.0");
        eventually(() -> assertThat(receiver.asked()).isNotEmpty());
        plane.stopRuntime();
        receiver.behave(Behaviour.status(200));
        assertThat(receiver.taken()).isEmpty();
        plane.start();

        complete(receiver);
    }

    @Test
    void aReceiverThatHangsDoesNotHoldUpTheEndOfTheProcess() {
        receiver.behave(Behaviour.hang());
        apply(sink("first", receiver).replace("timeout: 5s", "timeout: 60s"), Manifests.task("check"));
        flow("1.0");
        eventually(() -> assertThat(receiver.asked()).isNotEmpty());
        long before = System.nanoTime();

        plane.stopRuntime();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aLaterSinkGetsWhatHappensFromThenOnAndADeletedOneLeavesTheRecord() {
        apply(sink("early", receiver), Manifests.task("check"));
        flow("1.0");
        complete(receiver);
        Set<String> past = told();
        try (Receiver late = new Receiver()) {
            // Creation times are whole seconds.
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            apply(sink("late", late));
            client.resources(EventSink.class).withName("early").delete();
            flow("2.0");

            eventually(() -> {
                Set<String> since = new LinkedHashSet<>(told());
                since.removeAll(past);
                assertThat(events()).extracting(e -> e.getReason()).filteredOn("Completed"::equals).hasSize(2);
                assertThat(ids(late)).containsExactlyInAnyOrderElementsOf(since);
            });
            eventually(() -> assertThat(appVersions("web")).last().satisfies(v -> assertThat(v.getStatus().delivered).containsOnlyKeys("kubernetes", "late")));
        }
    }

    @Test
    void aVersionWhoseEventsWaitIsKeptForAWhileAndItsEventsAreThenLost() {
        Map<String, String> settings = Map.of("dromon.history.limit", "1", "dromon.watch.namespace", namespace);
        plane.start(settings);
        receiver.behave(Behaviour.status(503));
        apply(sink("down", receiver, FAST), Manifests.task("check"));
        flow("1.0");
        flow("2.0");
        eventually(() -> assertThat(events()).extracting(e -> e.getReason()).filteredOn("Completed"::equals).hasSize(2));
        throughout(Duration.ofSeconds(2), () -> assertThat(appVersions("web")).hasSize(2));
        long waiting = told().size();

        Map<String, String> impatient = new LinkedHashMap<>(settings);
        impatient.put("dromon.events.keep", "1s");
        plane.start(impatient);

        eventually(() -> assertThat(appVersions("web")).extracting(v -> v.getSpec().version).containsExactly("2.0"));
        eventually(() -> {
            EventSinkStatus status = status("down");
            assertThat(status.lost).isPositive();
            assertThat(status.lost + status.pending).isEqualTo(waiting);
        });
    }

    @Test
    void whatWasGivenUpIsToldAgainWithAllThatFollowedWhenSomebodyAsks() {
        receiver.behave(event -> event.getType().equals("dev.dromon.appdeploy.started.v1") ? Behaviour.status(404) : Behaviour.status(200));
        apply(sink("picky", receiver, FAST), Manifests.task("check"));
        flow("1.0");
        eventually(() -> {
            assertThat(status("picky").recentDeadLetters).hasSize(1);
            assertThat(status("picky").pending).isZero();
        });
        assertThat(told()).hasSize(ids(receiver).size() + 1);
        int before = receiver.asked().size();
        receiver.behave(Behaviour.status(200));

        String from = appVersions("web").get(0).getMetadata().getCreationTimestamp();
        apply(sink("picky", receiver, FAST, "replayFrom: \"" + from + "\""));

        eventually(() -> assertThat(receiver.asked()).as("what was told before is told again").hasSize(before + told().size()));
        assertThat(events(receiver).subList(receiver.taken().size() - told().size(), receiver.taken().size())).extracting(CloudEvent::getId).containsExactlyInAnyOrderElementsOf(told());
        eventually(() -> assertThat(status("picky")).satisfies(s -> {
            assertThat(s.replayedFrom).isEqualTo(from);
            assertThat(s.recentDeadLetters).isEmpty();
            assertThat(s.deadLetters).isEqualTo(1);
            assertThat(s.pending).isZero();
        }));
        eventually(() -> assertThat(appVersions("web").get(0).getStatus().delivered.keySet()).anyMatch(k -> k.startsWith("picky@")).doesNotContain("picky"));
        assertThatThrownBy(() -> apply(sink("picky", receiver, FAST))).hasMessageContaining("replayFrom cannot be taken away");
    }

    @Test
    void withBestEffortWhatIsNotTakenIsGivenUpAfterSomeAttempts() {
        receiver.behave(Behaviour.status(503));
        apply(sink("careless", receiver, "retry: {minBackoff: 10ms, maxBackoff: 20ms, deadLetterAfter: 2}", "delivery: bestEffort"), Manifests.task("check"));
        flow("1.0");

        eventually(() -> {
            assertThat(events()).extracting(e -> e.getReason()).contains("Completed", "WorkloadCompleted");
            assertThat(status("careless").deadLetters).isEqualTo(told().size());
            assertThat(status("careless").pending).isZero();
        });
        assertThat(receiver.asked()).hasSize(2 * told().size());
    }

    @Test
    void aTopicGetsEveryEventUnderTheKeyOfItsAppAsSoonAsItsBrokersAreThere() {
        String sink = """
                ---
                apiVersion: dromon.dev/v1alpha1
                kind: EventSink
                metadata: {name: topic}
                spec:
                  kafka: {bootstrapServers: ["%s"], topic: flows, timeout: 2s}
                  filter: {namespaces: [%s]}
                  %s
                """;
        try (Broker broker = new Broker()) {
            broker.topic("flows", 3);
            apply(sink.formatted("127.0.0.1:1", namespace, FAST), sink("http", receiver), Manifests.task("check"));
            flow("1.0");
            complete(receiver);
            assertThat(receiver.asked()).hasSameSizeAs(ids(receiver));
            eventually(() -> assertThat(status("topic").conditions).singleElement().satisfies(c -> assertThat(c.getStatus()).isEqualTo("False")));
            assertThat(broker.records("flows")).isEmpty();

            apply(sink.formatted(broker.address(), namespace, FAST));

            eventually(() -> assertThat(broker.records("flows")).extracting(r -> Broker.event(r).getId()).containsExactlyInAnyOrderElementsOf(told()));
            assertThat(broker.records("flows")).extracting(r -> r.key()).containsOnly(namespace + "/web");
            assertThat(broker.records("flows")).extracting(r -> Broker.event(r).getTime()).isSorted();
            eventually(() -> {
                assertThat(status("topic").delivered).isEqualTo(told().size());
                assertThat(status("topic").pending).isZero();
            });
            eventually(() -> assertThat(appVersions("web")).singleElement().satisfies(v -> assertThat(v.getStatus().delivered).containsEntry("topic", v.getStatus().transitions.size())));
        }
    }

    @Test
    void aChangedSinkIsServedAsItIsNow() {
        receiver.behave(Behaviour.status(500));
        try (Receiver other = new Receiver()) {
            apply(sink("moving", receiver), Manifests.task("check"));
            flow("1.0");
            eventually(() -> assertThat(receiver.asked()).isNotEmpty());
            apply(sink("moving", other, "parallelism: 2").replace("timeout: 5s", "mode: binary"));

            complete(other);
            assertThat(other.asked()).allSatisfy(c -> assertThat(c.headers()).containsKeys("ce-id", "ce-type").containsEntry("Content-Type", "application/json"));
            assertThat(receiver.taken()).isEmpty();
        }
    }

    @Test
    void aSinkOfCDEventsGetsThemInOrderAndHasNothingLeftToTell() {
        apply(sink("cdevents", receiver, "format: cdevents"), Manifests.task("check"));
        flow("1.0");

        eventually(() -> assertThat(events(receiver)).extracting(e -> e.getType().replaceAll("^dev\\.cdevents\\.|(\\.[0-9]){3}$", "") + " " + e.getSource().getPath().replaceAll(".*/(.*)/.*", "$1"))
                .containsExactlyInAnyOrder("pipelinerun.queued keptnappversions", "pipelinerun.started keptnappversions", "pipelinerun.finished keptnappversions",
                        "pipelinerun.queued keptnworkloadversions", "pipelinerun.started keptnworkloadversions", "taskrun.started keptnworkloadversions",
                        "taskrun.finished keptnworkloadversions", "service.deployed keptnworkloadversions", "pipelinerun.finished keptnworkloadversions"));
        eventually(() -> assertThat(told()).containsAll(ids(receiver)));
        assertThat(events(receiver)).extracting(CloudEvent::getTime).isSorted();
        assertThat(events(receiver)).allSatisfy(e -> assertThat(CDEventSchema.problems(e.getData().toBytes())).isEmpty());
        eventually(() -> assertThat(client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems()).singleElement()
                .satisfies(v -> assertThat(v.getStatus().delivered).containsEntry("cdevents", v.getStatus().transitions.size())));
        eventually(() -> {
            assertThat(status("cdevents").delivered).isEqualTo(receiver.taken().size());
            assertThat(status("cdevents").pending).isZero();
        });
    }

    @Test
    void aFilterLetsThroughWhatIsInAllItsLists() {
        apply(sink("ends", receiver).replace("]}\n", "], apps: [web], reasons: [Completed, WorkloadCompleted]}\n"), Manifests.task("check"));
        flow("1.0");

        eventually(() -> assertThat(events(receiver)).extracting(CloudEvent::getType).containsExactlyInAnyOrder("dev.dromon.app.completed.v1", "dev.dromon.workload.ended.v1"));
        eventually(() -> assertThat(client.resources(KeptnWorkloadVersion.class).inNamespace(namespace).list().getItems()).singleElement()
                .satisfies(v -> assertThat(v.getStatus().delivered).containsEntry("ends", v.getStatus().transitions.size())));
    }

    @Test
    void theEndpointOfAKeptnConfigIsAnEventSinkAsLongAsItIsThere() {
        KeptnConfig config = new KeptnConfig();
        config.setMetadata(new ObjectMetaBuilder().withName("config").withNamespace(ControlPlane.SYSTEM).build());
        config.setSpec(new KeptnConfigSpec());
        config.getSpec().cloudEventsEndpoint = receiver.url();
        client.resource(config).create();
        try {
            apply(Manifests.task("check"));
            eventually(() -> assertThat(client.resources(EventSink.class).withName("keptn-config").get()).isNotNull()
                    .satisfies(s -> assertThat(s.getSpec().http.url).isEqualTo(receiver.url())));
            flow("1.0");
            eventually(() -> assertThat(status("keptn-config").lastError).as("it is on this machine").contains("127.0.0.1", "loopback"));
            assertThat(receiver.asked()).isEmpty();
            client.resources(EventSink.class).withName("keptn-config").delete();
            eventually(() -> assertThat(client.resources(EventSink.class).withName("keptn-config").get()).isNotNull());
        } finally {
            client.resource(config).delete();
        }

        eventually(() -> assertThat(client.resources(EventSink.class).withName("keptn-config").get()).isNull());
    }
}
