package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final Phase TASKS = Phase.APP_PRE_DEPLOY_TASKS;
    private static final String UID = Subjects.app().self().uid();
    private static final SpanContext PARENT = SpanContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").orElseThrow();
    private static final SpanContext LINK = SpanContext.parse("00-11111111111111111111111111111111-2222222222222222-00").orElseThrow();

    private static Transition at(int second, TransitionType type, Phase phase, String item, State to, String message) {
        return new Transition(T0.plusSeconds(second), type, Optional.ofNullable(phase), item, Optional.empty(), Optional.ofNullable(to), message);
    }

    private static final List<Transition> FAILS = List.of(
            at(0, TransitionType.CREATE_APP_VERSION, null, "cart-1.0", null, ""),
            at(1, TransitionType.PHASE_STARTED, TASKS, "", null, ""),
            at(2, TransitionType.CREATE_TASK, TASKS, "pre-a", null, ""),
            at(4, TransitionType.RECONCILE_TASK, TASKS, "pre-a", State.PROGRESSING, ""),
            at(6, TransitionType.RECONCILE_TASK, TASKS, "pre-a", State.FAILED, "exit code 1"),
            at(7, TransitionType.PHASE_ERRORED, TASKS, "", null, "a: exit code 1"),
            at(8, TransitionType.DEPRECATED, null, "", null, "the rest will not run"),
            at(9, TransitionType.ENDED, null, "", State.FAILED, "AppPreDeployTasks failed"));

    private static Flow flow(List<Transition> transitions, Flow.Trace trace) {
        RunStatus run = new RunStatus(Map.of(), Optional.of(TASKS), State.PROGRESSING, false, Optional.of(T0), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 1, transitions);
        return new Flow(Subjects.app(), run, "blue", Optional.empty(), Map.of("team", "shop", "keptn.deployment.app.name", "spoofed"), trace, Map.of());
    }

    private static List<Span> spans(List<Transition> transitions, Flow.Trace trace) {
        return IntStream.range(0, transitions.size()).mapToObj(i -> Spans.of(flow(transitions, trace), i)).flatMap(Optional::stream).toList();
    }

    @Test
    void aCheckIsPartOfItsPhaseAndThatOfTheRun() {
        List<Span> spans = spans(FAILS, Flow.Trace.NEW);

        assertThat(spans).extracting(Span::name).containsExactly("pre-a", "AppPreDeployTasks", Subjects.app().self().name());
        assertThat(spans).extracting(s -> s.context().traceId()).containsOnly(spans.get(0).context().traceId());
        assertThat(spans.get(0).parent()).contains(spans.get(1).context().spanId());
        assertThat(spans.get(1).parent()).contains(spans.get(2).context().spanId());
        assertThat(spans.get(2).parent()).isEmpty();
        assertThat(spans).extracting(Span::start).containsExactly(T0.plusSeconds(2), T0.plusSeconds(1), T0.plusSeconds(1));
        assertThat(spans).extracting(Span::end).containsExactly(T0.plusSeconds(6), T0.plusSeconds(7), T0.plusSeconds(9));
        assertThat(spans).allMatch(Span::failed).extracting(Span::message).containsExactly("exit code 1", "a: exit code 1", "AppPreDeployTasks failed");
    }

    @Test
    void attributesAreKeptnsAndWinOverWhatAContextSays() {
        assertThat(spans(FAILS, Flow.Trace.NEW).get(0).attributes()).containsEntry("team", "shop").containsEntry("keptn.deployment.app.name", "cart")
                .containsEntry("keptn.deployment.app.version", "1.0").containsEntry("keptn.deployment.app.namespace", "shop").containsEntry("keptn.deployment.task.name", "pre-a")
                .containsEntry("keptn.deployment.task.type", "pre").containsEntry("k8s.cluster.name", "blue").containsEntry("dromon.state", "Failed");
    }

    @Test
    void aRunGoesOnInTheTraceOfItsParentAndFollowsFromItsLinks() {
        List<Span> spans = spans(FAILS, new Flow.Trace(Optional.of(PARENT), List.of(LINK)));

        assertThat(spans).extracting(s -> s.context().traceId()).containsOnly(PARENT.traceId());
        assertThat(spans.get(2).parent()).contains(PARENT.spanId());
        assertThat(spans).extracting(Span::links).containsExactly(List.of(), List.of(), List.of(LINK));
    }

    @Test
    void whatIsTakenUpAgainHasSpansOfItsOwnInTheSameTrace() {
        List<Transition> again = new ArrayList<>(FAILS);
        again.add(at(20, TransitionType.REFUSED, TASKS, "skip", null, "no such check"));
        again.add(at(30, TransitionType.RETRY, TASKS, "a", null, ""));
        again.add(at(31, TransitionType.PHASE_STARTED, TASKS, "", null, ""));
        again.add(at(32, TransitionType.CREATE_TASK, TASKS, "pre-a-2", null, ""));
        again.add(at(33, TransitionType.RECONCILE_TASK, TASKS, "pre-a-2", State.SUCCEEDED, ""));
        again.add(at(34, TransitionType.PHASE_SUCCEEDED, TASKS, "", null, ""));
        again.add(at(35, TransitionType.ENDED, null, "", State.SUCCEEDED, ""));
        again.add(at(36, TransitionType.COMPLETED, null, "", null, ""));

        List<Span> spans = spans(again, Flow.Trace.NEW);

        assertThat(spans).hasSize(6).extracting(s -> s.context().spanId()).doesNotHaveDuplicates();
        assertThat(spans).extracting(s -> s.context().traceId()).containsOnly(spans.get(0).context().traceId());
        assertThat(spans.get(3).parent()).contains(spans.get(4).context().spanId());
        assertThat(spans.get(4).parent()).contains(spans.get(5).context().spanId());
        assertThat(spans.get(5).start()).isEqualTo(T0.plusSeconds(30));
        assertThat(spans.subList(3, 6)).noneMatch(Span::failed);
        assertThat(Spans.context(flow(again, Flow.Trace.NEW), again.size() - 1)).contains(spans.get(5).context());
    }

    @Test
    void whatIsStoppedEndsItsSpan() {
        List<Transition> stopped = new ArrayList<>(FAILS.subList(0, 4));
        stopped.add(at(5, TransitionType.CANCELLED, TASKS, "pre-a", State.DEPRECATED, "superseded"));
        stopped.add(at(6, TransitionType.CANCELLED, TASKS, "", null, "superseded"));
        stopped.add(at(7, TransitionType.ENDED, null, "", State.DEPRECATED, "superseded"));

        assertThat(spans(stopped, Flow.Trace.NEW)).hasSize(3).allMatch(Span::failed).extracting(Span::name).containsExactly("pre-a", "AppPreDeployTasks", Subjects.app().self().name());
    }

    @Test
    void beforeTheFirstPhaseThereIsNoSpan() {
        List<Transition> never = List.of(FAILS.get(0), at(1, TransitionType.DEPRECATED, null, "", State.DEPRECATED, ""), at(2, TransitionType.ENDED, null, "", State.DEPRECATED, ""));

        assertThat(spans(never, Flow.Trace.NEW)).isEmpty();
        assertThat(IntStream.range(0, 3).mapToObj(i -> Spans.context(flow(never, Flow.Trace.NEW), i))).allMatch(Optional::isEmpty);
    }

    @Test
    void idsDependOnWhatASpanIsAboutAndOnNothingElse() {
        assertThat(spans(FAILS, Flow.Trace.NEW)).isEqualTo(spans(FAILS, Flow.Trace.NEW));
        assertThat(SpanContext.check(UID, Optional.empty(), "a")).isNotEqualTo(SpanContext.check(UID, Optional.empty(), "b")).isNotEqualTo(SpanContext.check("other", Optional.empty(), "a"));
        assertThat(SpanContext.parse(SpanContext.run(UID, Optional.empty(), 0).traceparent())).contains(SpanContext.run(UID, Optional.empty(), 0));
    }

    @ParameterizedTest
    @CsvSource({"'',false", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,true", "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00,true",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,false", "00-00000000000000000000000000000000-b7ad6b7169203331-01,false",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01,false", "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,false", "'00-x\r\nevil: 1',false"})
    void onlyAWellFormedTraceContextIsContinued(String given, boolean wellFormed) {
        assertThat(SpanContext.parse(given).isPresent()).isEqualTo(wellFormed);
    }
}
