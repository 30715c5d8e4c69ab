package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.sink.CDEventSchema;
import dev.dromon.sink.CloudEventEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which CDEvent each transition is, judged by the specification's own schemas. */
class CDEventsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/FlowEvents");
    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05.000001Z");

    private static List<Flow> flows(String name) throws IOException {
        return new FlowPlay(FlowCase.read(GOLDEN.resolve(name).resolve("in-flow.yaml"))).play().flows();
    }

    private static List<CloudEvent> told(Flow flow) {
        List<CloudEvent> events = CloudEvents.from(flow, 0, Naming.FLOW);
        return IntStream.range(0, events.size()).mapToObj(i -> EventFormat.CDEVENTS.tell(flow, i, events.get(i))).flatMap(Optional::stream).toList();
    }

    private static List<String> problems(CloudEvent event) {
        return CDEventSchema.problems(CloudEventEncoder.http(event, CloudEventEncoder.Mode.BINARY).body());
    }

    /** Short: {@code taskrun.finished failure}. */
    private static List<String> summary(Flow flow) {
        return told(flow).stream().map(e -> e.type().replaceAll("^dev\\.cdevents\\.|(\\.[0-9]){3}$", "") + " " + e.cdEvent().orElseThrow().texts().getOrDefault("outcome", "")).map(String::strip).toList();
    }

    private static Flow flow(Subject subject, Optional<String> previous, Transition... transitions) {
        RunStatus run = new RunStatus(Map.of(), Optional.empty(), State.PROGRESSING, false, Optional.of(T0), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 1, List.of(transitions));
        return new Flow(subject, run, "blue", previous, Map.of(), Flow.Trace.NEW, Map.of());
    }

    private static Transition at(int second, TransitionType type, Phase phase, String item, State to) {
        return new Transition(T0.plusSeconds(second), type, Optional.ofNullable(phase), item, Optional.empty(), Optional.ofNullable(to), "why");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.dromon.event.FlowGoldenTest#cases")
    void everyCDEventOfAGoldenFlowIsAsTheSchemaOfItsTypeSays(String name) throws IOException {
        List<CloudEvent> told = flows(name).stream().flatMap(flow -> told(flow).stream()).toList();

        assertThat(told).hasSizeGreaterThan(2).allSatisfy(event -> assertThat(problems(event)).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.dromon.event.FlowGoldenTest#cases")
    void aRunIsQueuedStartedAndFinishedOnceAndItsChecksFinishAtMostOnce(String name) throws IOException {
        for (Flow flow : flows(name)) {
            assertThat(summary(flow).stream().filter(s -> s.startsWith("pipelinerun.")).map(s -> s.split(" ")[0])).startsWith("pipelinerun.queued").doesNotHaveDuplicates();
            assertThat(told(flow).stream().filter(e -> e.type().contains(".finished.")).map(CloudEvent::subject)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.dromon.event.FlowGoldenTest#cases")
    void idTimeSourceAndOrderAreThoseOfTheCloudEvent(String name) throws IOException {
        for (Flow flow : flows(name)) {
            Map<String, CloudEvent> plain = new LinkedHashMap<>();
            CloudEvents.from(flow, 0, Naming.FLOW).forEach(e -> plain.put(e.id(), e));

            assertThat(told(flow)).extracting(CloudEvent::time).isSorted();
            assertThat(told(flow)).allSatisfy(e -> assertThat(e).usingRecursiveComparison().ignoringFields("type", "subject", "cdEvent").isEqualTo(plain.get(e.id())));
            assertThat(told(flow)).allSatisfy(e -> assertThat(e.subject()).isEqualTo(e.cdEvent().orElseThrow().subjectId()));
        }
    }

    @Test
    void aWorkloadWithChecksInEveryPhaseIsAPipelineRunWithTaskRunsTestSuiteRunsAndAService() throws IOException {
        assertThat(summary(flows("checks-in-every-phase").get(1))).containsExactly("pipelinerun.queued", "pipelinerun.started",
                "taskrun.started", "taskrun.started", "taskrun.finished success", "taskrun.finished success", "testsuiterun.queued", "testsuiterun.started", "testsuiterun.finished pass",
                "service.deployed", "taskrun.started", "taskrun.finished success", "testsuiterun.queued", "testsuiterun.started", "testsuiterun.finished pass", "pipelinerun.finished success");
    }

    @Test
    void whatFailsIsAFailureAndWhatIsSupersededIsCancelled() throws IOException {
        assertThat(summary(flows("failing-workload-pre-evaluation").get(1))).endsWith("testsuiterun.finished fail", "pipelinerun.finished failure");
        assertThat(summary(flows("superseded-app").get(0))).containsExactly("pipelinerun.queued", "pipelinerun.started", "taskrun.finished cancel", "taskrun.finished cancel",
                "pipelinerun.finished cancel");
    }

    @Test
    void aRunThatIsTakenUpAgainAfterItsEndStartsAgain() {
        Phase tasks = Phase.APP_PRE_DEPLOY_TASKS;
        Flow flow = flow(Subjects.app(), Optional.empty(), at(0, TransitionType.PHASE_STARTED, tasks, "", null), at(1, TransitionType.RETRY, tasks, "a", null),
                at(2, TransitionType.ENDED, null, "", State.FAILED), at(3, TransitionType.RETRY, tasks, "a", null), at(4, TransitionType.PHASE_STARTED, tasks, "", null),
                at(5, TransitionType.ENDED, null, "", State.WARNING));

        assertThat(summary(flow)).containsExactly("pipelinerun.started", "pipelinerun.finished failure", "pipelinerun.started", "pipelinerun.finished success");
    }

    @Test
    void aLaterVersionIsAnUpgradeAndItsVersionIsEncodedInThePackageUrl() {
        Subject workload = Subjects.workload();
        Subject odd = new Subject(workload.level(), workload.self(), workload.parent(), "cart", "cart-api", "1.0+ü/@x");
        Flow flow = flow(odd, Optional.of("0.9"), at(0, TransitionType.PHASE_SUCCEEDED, Phase.WORKLOAD_DEPLOY, "", null));

        CDEvent service = told(flow).get(0).cdEvent().orElseThrow();

        assertThat(service.type()).isEqualTo("dev.cdevents.service.upgraded.0.1.1");
        assertThat(service.subjectId()).isEqualTo("shop/cart-api");
        assertThat(service.texts()).containsEntry("artifactId", "pkg:generic/shop/cart-api@1.0%2B%C3%BC%2F%40x");
        assertThat(service.parts()).containsEntry("environment", Map.of("id", "blue/shop"));
    }

    @ParameterizedTest
    @EnumSource(TransitionType.class)
    void everyTransitionIsAValidCDEventOrNone(TransitionType type) {
        List<CloudEvent> told = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            Stream.concat(Stream.of((State) null), Stream.of(State.values())).forEach(to -> Stream.of("", "item")
                    .forEach(item -> told.addAll(told(flow(Subjects.workload(), Optional.empty(), at(0, type, phase, item, to))))));
        }

        assertThat(told).allSatisfy(event -> assertThat(problems(event)).isEmpty());
    }

    @Test
    void aFormatOfCloudEventsTellsEveryEventAsItIs() throws IOException {
        Flow flow = flows("checks-in-every-phase").get(0);
        List<CloudEvent> events = CloudEvents.from(flow, 0, Naming.FLOW);

        assertThat(IntStream.range(0, events.size()).mapToObj(i -> EventFormat.CLOUDEVENTS.tell(flow, i, events.get(i)).orElseThrow())).isEqualTo(events);
    }
}
