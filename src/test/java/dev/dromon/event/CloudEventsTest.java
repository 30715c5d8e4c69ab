package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloudEventsTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final Phase TASKS = Phase.APP_PRE_DEPLOY_TASKS;
    private static final Phase EVALUATIONS = Phase.APP_PRE_DEPLOY_EVALUATIONS;
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Transition at(int second, TransitionType type, Phase phase, String item, State from, State to, String message) {
        return new Transition(T0.plusSeconds(second), type, Optional.ofNullable(phase), item, Optional.ofNullable(from), Optional.ofNullable(to), message);
    }

    private static RunStatus run(List<Transition> transitions, ItemStatus... items) {
        return new RunStatus(Map.of(TASKS, new PhaseStatus(State.PROGRESSING, List.of(items)), EVALUATIONS, new PhaseStatus(State.PROGRESSING, List.of(items))), Optional.of(TASKS), State.PROGRESSING, false,
                Optional.of(T0), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 1, transitions);
    }

    private static ItemStatus item(String definition, String name) {
        return new ItemStatus(definition, State.PROGRESSING, name, Optional.empty(), Optional.empty(), "", 1, Severity.BLOCK);
    }

    private static Flow flow(RunStatus run) {
        return new Flow(Subjects.app(), run, "blue", Optional.of("0.9"), Map.of("team", "shop"), new Flow.Trace(SpanContext.parse(TRACE), List.of()), Map.of("pre-eval-calm",
                List.of(new Flow.Measurement("load", "1", "<2", "Succeeded", "value '1' met objective '<2'"))));
    }

    private static final List<Transition> STORY = List.of(
            at(0, TransitionType.CREATE_APP_VERSION, null, "cart-1.0", null, null, ""),
            at(1, TransitionType.PHASE_STARTED, TASKS, "", null, null, ""),
            at(2, TransitionType.CREATE_TASK, TASKS, "pre-a", null, null, ""),
            at(3, TransitionType.CREATE_TASK, TASKS, "pre-b", null, null, ""),
            at(4, TransitionType.RECONCILE_TASK, TASKS, "pre-a", State.PENDING, State.PROGRESSING, ""),
            at(6, TransitionType.RECONCILE_TASK, TASKS, "pre-a", State.PROGRESSING, State.FAILED, "exit code 1"),
            at(7, TransitionType.RECONCILE_TASK, TASKS, "pre-b", State.PENDING, State.SUCCEEDED, ""),
            at(8, TransitionType.PHASE_ERRORED, TASKS, "", null, null, "a: exit code 1"));

    @Test
    void eachTransitionIsOneEventWithTheIdOfItsKubernetesEvent() {
        List<CloudEvent> events = CloudEvents.from(flow(run(STORY)), 0, Naming.FLOW);

        assertThat(events).extracting(CloudEvent::id).isEqualTo(FlowEvents.from(Subjects.app(), STORY, 0, Naming.FLOW).stream().map(FlowEvent::id).toList()).doesNotHaveDuplicates();
        assertThat(CloudEvents.from(flow(run(STORY)), 5, Naming.FLOW)).isEqualTo(events.subList(5, 8));
        assertThat(CloudEvents.from(flow(run(STORY)), 8, Naming.FLOW)).isEmpty();
    }

    @Test
    void attributesSayWhereWhatAndInWhichOrder() {
        CloudEvent event = CloudEvents.from(flow(run(STORY)), 7, Naming.FLOW).get(0);

        assertThat(event.type()).isEqualTo("dev.dromon.apppredeploytasks.errored.v1");
        assertThat(event.source()).isEqualTo("/blue/apis/lifecycle.keptn.sh/v1/namespaces/shop/keptnappversions/cart-1.0-6b86b273");
        assertThat(event.subject()).isEqualTo("cart/1.0");
        assertThat(event.time()).isEqualTo(T0.plusSeconds(8));
        assertThat(event.extensions()).containsExactlyInAnyOrderEntriesOf(Map.of("partitionkey", "shop/cart", "sequence", "0000000008", "traceparent",
                SpanContext.phase(Subjects.app().self().uid(), SpanContext.parse(TRACE), TASKS, 1).traceparent()));
    }

    @Test
    void dataOfAPhaseThatFailedNamesItsChecksAndHowLongItTook() {
        FlowData data = CloudEvents.from(flow(run(STORY, item("a", "pre-a"), item("b", "pre-b"))), 7, Naming.FLOW).get(0).data();

        assertThat(data.state()).contains(State.FAILED);
        assertThat(data.previousVersion()).contains("0.9");
        assertThat(data.phaseLasted()).contains(Duration.ofSeconds(7));
        assertThat(data.runLasted()).isEqualTo(Duration.ofSeconds(8));
        assertThat(data.checks()).containsExactly(
                new FlowData.Check("pre-a", Optional.of("a"), Optional.of(Severity.BLOCK), State.FAILED, "exit code 1", T0.plusSeconds(2), Optional.of(T0.plusSeconds(6)), List.of()),
                new FlowData.Check("pre-b", Optional.of("b"), Optional.of(Severity.BLOCK), State.SUCCEEDED, "", T0.plusSeconds(3), Optional.of(T0.plusSeconds(7)), List.of()));
    }

    @Test
    void whatHappensLaterChangesNoEarlierEvent() {
        for (int known = 1; known <= STORY.size(); known++) {
            List<CloudEvent> early = CloudEvents.from(flow(run(STORY.subList(0, known), item("a", "pre-a"), item("b", "pre-b"))), 0, Naming.FLOW);

            assertThat(early).isEqualTo(CloudEvents.from(flow(run(STORY, item("a", "pre-a"), item("b", "pre-b"))), 0, Naming.FLOW).subList(0, known));
        }
    }

    @Test
    void measurementsAreThoseOfAnEvaluationThatHasEnded() {
        List<Transition> story = List.of(at(0, TransitionType.PHASE_STARTED, EVALUATIONS, "", null, null, ""),
                at(1, TransitionType.CREATE_EVALUATION, EVALUATIONS, "pre-eval-calm", null, null, ""),
                at(2, TransitionType.RECONCILE_EVALUATION, EVALUATIONS, "pre-eval-calm", State.PENDING, State.SUCCEEDED, ""));

        List<CloudEvent> events = CloudEvents.from(flow(run(story, item("calm", "pre-eval-calm"))), 1, Naming.FLOW);

        assertThat(events.get(0).data().checks()).singleElement().satisfies(c -> assertThat(c.measurements()).isEmpty());
        assertThat(events.get(1).data().checks()).singleElement().satisfies(c -> assertThat(c.measurements()).extracting(Flow.Measurement::target).containsExactly("<2"));
    }

    @Test
    void aCheckThatWasSkippedIsAWarningAndOneThatWasStoppedIsDeprecated() {
        List<Transition> story = new ArrayList<>(STORY.subList(0, 4));
        story.add(at(5, TransitionType.SKIP, TASKS, "a", null, null, "not today"));
        story.add(at(6, TransitionType.CANCELLED, TASKS, "pre-b", State.PENDING, State.DEPRECATED, "superseded"));

        List<FlowData.Check> checks = CloudEvents.from(flow(run(story, item("a", "pre-a"), item("b", "pre-b"))), 5, Naming.FLOW).get(0).data().checks();

        assertThat(checks).extracting(FlowData.Check::name, FlowData.Check::state, FlowData.Check::message).containsExactly(
                org.assertj.core.groups.Tuple.tuple("pre-a", State.WARNING, "not today"), org.assertj.core.groups.Tuple.tuple("pre-b", State.DEPRECATED, "superseded"));
    }

    @ParameterizedTest
    @EnumSource(Naming.class)
    void theTypeDoesNotDependOnTheNamingOfKubernetesEvents(Naming naming) {
        assertThat(CloudEvents.from(flow(run(STORY)), 7, naming).get(0).type()).isEqualTo("dev.dromon.apppredeploytasks.errored.v1");
    }

    @ParameterizedTest
    @EnumSource(TransitionType.class)
    void everyTypeIsAWordOrTwo(TransitionType type) {
        Transition t = at(0, type, TASKS, "item", State.PENDING, State.FAILED, "");

        assertThat(CloudEvents.from(flow(run(List.of(t))), 0, Naming.FLOW).get(0).type()).matches("dev\\.dromon\\.[a-z]+(\\.[a-z]+)?\\.v1");
    }

    @Test
    void eachEventNamesTheSpanThatItBelongsToOnceThereIsOne() {
        List<String> contexts = CloudEvents.from(flow(run(STORY)), 0, Naming.FLOW).stream().map(e -> e.extensions().get("traceparent")).toList();

        assertThat(contexts.get(0)).isNull();
        assertThat(contexts.subList(1, 8)).allMatch(c -> c.startsWith(TRACE.substring(0, 35)));
        assertThat(contexts.get(1)).isEqualTo(contexts.get(7)).as("of the phase").isNotEqualTo(contexts.get(2));
        assertThat(contexts.get(2)).isEqualTo(contexts.get(4)).isEqualTo(contexts.get(5)).as("of the check").isNotEqualTo(contexts.get(3));
    }
}
