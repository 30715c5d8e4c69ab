package dev.dromon.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowEventsTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final Subject APP = Subjects.app();
    private static final Subject WORKLOAD = Subjects.workload();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            "APP_PRE_DEPLOY_TASKS, AppPreDeployTasksStarted, AppPreDeployTasksSucceeded, AppPreDeployTasksErrored, AppPreDeployTasksFinished, AppPreDeployTasksFailed",
            "APP_PRE_DEPLOY_EVALUATIONS, AppPreDeployEvaluationsStarted, AppPreDeployEvaluationsSucceeded, AppPreDeployEvaluationsErrored, AppPreDeployEvaluationsFinished, AppPreDeployEvaluationsFailed",
            "APP_DEPLOY, AppDeployStarted, AppDeploySucceeded, AppDeployErrored, AppDeployFinished, AppDeployFailed",
            "APP_POST_DEPLOY_TASKS, AppPostDeployTasksStarted, AppPostDeployTasksSucceeded, AppPostDeployTasksErrored, AppPostDeployTasksFinished, AppPostDeployTasksFailed",
            "APP_POST_DEPLOY_EVALUATIONS, AppPostDeployEvaluationsStarted, AppPostDeployEvaluationsSucceeded, AppPostDeployEvaluationsErrored, AppPostDeployEvaluationsFinished, AppPostDeployEvaluationsFailed",
            "PROMOTION_TASKS, PromotionTasksStarted, PromotionTasksSucceeded, PromotionTasksErrored, PromotionTasksFinished, PromotionTasksFailed",
            "WORKLOAD_PRE_DEPLOY_TASKS, WorkloadPreDeployTasksStarted, WorkloadPreDeployTasksSucceeded, WorkloadPreDeployTasksErrored, WorkloadPreDeployTasksFinished, WorkloadPreDeployTasksFailed",
            "WORKLOAD_PRE_DEPLOY_EVALUATIONS, WorkloadPreDeployEvaluationsStarted, WorkloadPreDeployEvaluationsSucceeded, WorkloadPreDeployErrored, WorkloadPreDeployEvaluationsFinished, WorkloadPreDeployEvaluationsFailed",
            "WORKLOAD_DEPLOY, WorkloadDeployStarted, WorkloadDeploySucceeded, WorkloadDeployErrored, WorkloadDeployFinished, WorkloadDeployFailed",
            "WORKLOAD_POST_DEPLOY_TASKS, WorkloadPostDeployTasksStarted, WorkloadPostDeployTasksSucceeded, WorkloadPostDeployTasksErrored, WorkloadPostDeployTasksFinished, WorkloadPostDeployTasksFailed",
            "WORKLOAD_POST_DEPLOY_EVALUATIONS, WorkloadPostDeployEvaluationsStarted, WorkloadPostDeployEvaluationsSucceeded, WorkloadPostDeployEvaluationsErrored, WorkloadPostDeployEvaluationsFinished, WorkloadPostDeployEvaluationsFailed"})
    void aPhaseIsCalledAsOnTheFlowPageOrAsByKeptnsCode(Phase phase, String started, String good, String bad, String keptnGood, String keptnBad) {
        assertThat(reason(phase, TransitionType.PHASE_STARTED, Naming.FLOW)).isEqualTo(started);
        assertThat(reason(phase, TransitionType.PHASE_SUCCEEDED, Naming.FLOW)).isEqualTo(good);
        assertThat(reason(phase, TransitionType.PHASE_WARNED, Naming.FLOW)).isEqualTo(good);
        assertThat(reason(phase, TransitionType.PHASE_ERRORED, Naming.FLOW)).isEqualTo(bad);
        assertThat(reason(phase, TransitionType.PHASE_STARTED, Naming.KEPTN)).isEqualTo(started);
        assertThat(reason(phase, TransitionType.PHASE_SUCCEEDED, Naming.KEPTN)).isEqualTo(keptnGood);
        assertThat(reason(phase, TransitionType.PHASE_WARNED, Naming.KEPTN)).isEqualTo(keptnGood);
        assertThat(reason(phase, TransitionType.PHASE_ERRORED, Naming.KEPTN)).isEqualTo(keptnBad);
    }

    @ParameterizedTest(name = "{0} at {1} level is {2} on the {3}")
    @CsvSource({
            "CREATE_APP_CREATION_REQUEST, APP, CreateAppCreationRequest, KeptnApp",
            "CREATE_APP, APP, CreateApp, KeptnApp",
            "CREATE_APP_VERSION, APP, CreateAppVersion, KeptnApp",
            "CREATE_WORKLOAD, WORKLOAD, CreateWorkload, KeptnWorkload",
            "UPDATE_WORKLOAD, WORKLOAD, UpdateWorkload, KeptnWorkload",
            "CREATE_WORKLOAD_VERSION, WORKLOAD, CreateWorkloadVersion, KeptnWorkload",
            "CREATE_TASK, APP, CreateTask, KeptnAppVersion",
            "CREATE_EVALUATION, WORKLOAD, CreateEvaluation, KeptnWorkloadVersion",
            "RECONCILE_TASK, WORKLOAD, ReconcileTask, KeptnWorkloadVersion",
            "RECONCILE_EVALUATION, APP, ReconcileEvaluation, KeptnAppVersion",
            "RECONCILE_WORKLOAD, APP, ReconcileWorkload, KeptnAppVersion",
            "CANCELLED, APP, Cancelled, KeptnAppVersion",
            "DEPRECATED, WORKLOAD, Deprecated, KeptnWorkloadVersion",
            "DEPRECATE_APP_VERSION, APP, DeprecateAppVersion, KeptnApp",
            "ENDED, APP, AppCompleted, KeptnAppVersion",
            "ENDED, WORKLOAD, WorkloadCompleted, KeptnWorkloadVersion",
            "COMPLETED, APP, Completed, KeptnAppVersion"})
    void everythingElseHasTheBareNameOfThePageInBothNamings(TransitionType type, Level level, String reason, String kind) {
        Subject subject = level == Level.APP ? APP : WORKLOAD;
        Transition transition = run(type, State.SUCCEEDED);

        for (Naming naming : Naming.values()) {
            FlowEvent event = event(subject, transition, naming);
            assertThat(event.reason()).isEqualTo(reason);
            assertThat(event.regarding().kind()).isEqualTo(kind);
            assertThat(event.warning()).isFalse();
            assertThat(event.message()).isNotBlank();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blockers")
    void whatCannotBeDoneIsErrored(String sentence, Optional<Phase> phase, String reason) {
        Transition blocked = new Transition(TIME, TransitionType.BLOCKED, phase, "DefinitionNotFound", Optional.empty(), Optional.empty(), "create it");

        FlowEvent event = event(APP, blocked, Naming.FLOW);

        assertThat(event.reason()).isEqualTo(reason);
        assertThat(event.warning()).isTrue();
        assertThat(event.message()).isEqualTo("DefinitionNotFound: create it");
        assertThat(event(APP, blocked, Naming.KEPTN).reason()).isEqualTo(reason);
    }

    static Stream<Arguments> blockers() {
        return Stream.of(
                arguments("a task", Optional.of(Phase.APP_PRE_DEPLOY_TASKS), "CreateTaskErrored"),
                arguments("a promotion task", Optional.of(Phase.PROMOTION_TASKS), "CreateTaskErrored"),
                arguments("an evaluation", Optional.of(Phase.WORKLOAD_POST_DEPLOY_EVALUATIONS), "CreateEvaluationErrored"),
                arguments("a deployment", Optional.of(Phase.WORKLOAD_DEPLOY), "ReconcileWorkloadErrored"),
                arguments("a run that cannot begin", Optional.empty(), "CreateAppVersionErrored"));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({"RECONCILE_TASK, FAILED, true", "RECONCILE_TASK, SUCCEEDED, false", "RECONCILE_EVALUATION, FAILED, true", "RECONCILE_EVALUATION, DEPRECATED, false",
            "RECONCILE_WORKLOAD, FAILED, true", "ENDED, FAILED, true", "ENDED, DEPRECATED, false", "ENDED, SUCCEEDED, false", "PHASE_STARTED, , false",
            "PHASE_SUCCEEDED, , false", "PHASE_WARNED, , true", "PHASE_ERRORED, , true", "CANCELLED, DEPRECATED, false"})
    void aFailureIsAWarning(TransitionType type, State to, boolean warning) {
        Transition transition = new Transition(TIME, type, Optional.of(Phase.APP_PRE_DEPLOY_TASKS), "", Optional.empty(), Optional.ofNullable(to), "");

        assertThat(event(APP, transition, Naming.FLOW).warning()).isEqualTo(warning);
    }

    @Test
    void anEventOnAnObjectThatIsGoneIsShownOnTheVersion() {
        Subject orphan = new Subject(Level.APP, APP.self(), new Subject.Ref("", "KeptnApp", "shop", "cart", ""), "cart", "", "1.0");

        assertThat(event(orphan, run(TransitionType.CREATE_APP_VERSION, null), Naming.FLOW).regarding()).isEqualTo(APP.self());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void saysWhatHappened(String message, Transition transition) {
        assertThat(event(APP, transition, Naming.FLOW).message()).isEqualTo(message);
    }

    static Stream<Arguments> sentences() {
        Optional<Phase> pre = Optional.of(Phase.APP_PRE_DEPLOY_TASKS);
        Optional<Phase> post = Optional.of(Phase.APP_POST_DEPLOY_TASKS);
        Optional<State> failed = Optional.of(State.FAILED);
        Optional<State> none = Optional.empty();
        return Stream.of(
                arguments("AppPreDeployTasks has started", new Transition(TIME, TransitionType.PHASE_STARTED, pre, "", none, none, "")),
                arguments("AppPreDeployTasks has failed: smoke: exit code 1. The pods stay pending; correct the cause, then retry or apply a new version",
                        new Transition(TIME, TransitionType.PHASE_ERRORED, pre, "", none, none, "smoke: exit code 1")),
                arguments("AppPostDeployTasks has failed: smoke", new Transition(TIME, TransitionType.PHASE_ERRORED, post, "", none, none, "smoke")),
                arguments("AppPreDeployTasks has failed, and the deployment was not blocked: smoke (severity warn)",
                        new Transition(TIME, TransitionType.PHASE_WARNED, pre, "", none, none, "smoke (severity warn)")),
                arguments("pre-smoke-1 went from Progressing to Failed: exit code 1",
                        new Transition(TIME, TransitionType.RECONCILE_TASK, pre, "pre-smoke-1", Optional.of(State.PROGRESSING), failed, "exit code 1")),
                arguments("created pre-smoke-1", new Transition(TIME, TransitionType.CREATE_TASK, pre, "pre-smoke-1", none, none, "")),
                arguments("pre-smoke-1 was stopped before its end: superseded by 2",
                        new Transition(TIME, TransitionType.CANCELLED, pre, "pre-smoke-1", none, none, "superseded by 2")),
                arguments("AppPreDeployTasks was stopped before its end: superseded by 2", new Transition(TIME, TransitionType.CANCELLED, pre, "", none, none, "superseded by 2")),
                arguments("1.0 has ended Failed: AppPreDeployTasks failed", new Transition(TIME, TransitionType.ENDED, Optional.empty(), "", none, failed, "AppPreDeployTasks failed")),
                arguments("smoke is done again, asked by alice: the database is back", asked(TransitionType.RETRY, "smoke", "the database is back")),
                arguments("AppPreDeployTasks is done again, asked by alice", asked(TransitionType.RETRY, "", "")),
                arguments("smoke was skipped by alice: flaky", asked(TransitionType.SKIP, "smoke", "flaky")),
                arguments("1.0 was aborted by alice: wrong image", asked(TransitionType.ABORT, "", "wrong image")),
                arguments("1.0 was aborted: KeptnAppVersion shop-1.0 was aborted", new Transition(TIME, TransitionType.ABORT, Optional.empty(), "", none, none, "KeptnAppVersion shop-1.0 was aborted")),
                arguments("1.0 was approved before its pre-deployment checks have passed by alice: hotfix", asked(TransitionType.APPROVE, "", "hotfix")),
                arguments("retry, asked by alice, is not possible: check smoke is Pending", asked(TransitionType.REFUSED, "retry", "check smoke is Pending")),
                arguments("AppDeploy goes on, because these workloads do: api 1.0", new Transition(TIME, TransitionType.RESUMED, Optional.of(Phase.APP_DEPLOY), "api 1.0", none, none, "")),
                arguments("AppPreDeployTasks has succeeded although not all of its checks did: smoke: skipped by alice: flaky",
                        new Transition(TIME, TransitionType.PHASE_WAIVED, pre, "", none, none, "smoke: skipped by alice: flaky")),
                arguments("cart 1.0 went through all phases", new Transition(TIME, TransitionType.COMPLETED, Optional.empty(), "", none, none, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "漢", "😀"})
    void aMessageFitsIntoAKubernetesEventWhateverItIsWrittenIn(String character) {
        Transition failed = new Transition(TIME, TransitionType.PHASE_ERRORED, Optional.of(Phase.APP_POST_DEPLOY_TASKS), "", Optional.empty(), Optional.empty(),
                character.repeat(5000));

        String message = event(APP, failed, Naming.FLOW).message();

        assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(1020, 1024);
        assertThat(message).startsWith("AppPostDeployTasks has failed: " + character).endsWith(character + "…");
    }

    @Test
    void aMessageThatFitsIsNotCut() {
        String prefix = "AppPostDeployTasks has failed: ";
        String fits = "x".repeat(1024 - prefix.length());
        Transition failed = new Transition(TIME, TransitionType.PHASE_ERRORED, Optional.of(Phase.APP_POST_DEPLOY_TASKS), "", Optional.empty(), Optional.empty(), fits);

        assertThat(event(APP, failed, Naming.FLOW).message()).isEqualTo(prefix + fits);
    }

    @Test
    void theSameFactHasTheSameIdAndEveryOtherFactAnother() {
        List<Transition> twiceTheSame = List.of(run(TransitionType.CANCELLED, null), run(TransitionType.CANCELLED, null), run(TransitionType.ENDED, State.FAILED));

        List<FlowEvent> events = FlowEvents.from(APP, twiceTheSame, 0, Naming.FLOW);

        assertThat(events).extracting(FlowEvent::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(FlowEvents.from(APP, twiceTheSame, 0, Naming.FLOW)).isEqualTo(events);
        assertThat(FlowEvents.from(WORKLOAD, twiceTheSame, 0, Naming.FLOW)).extracting(FlowEvent::id).doesNotContainAnyElementsOf(events.stream().map(FlowEvent::id).toList());
    }

    @Test
    void theIdDoesNotChangeBetweenReleases() {
        assertThat(event(APP, run(TransitionType.COMPLETED, null), Naming.FLOW).id()).isEqualTo("c498194c96f6203f3d57208feed18caf");
    }

    @Test
    void whatIsTakenFromAPlaceOnHasTheIdsItHasInTheWhole() {
        List<Transition> transitions = List.of(run(TransitionType.CREATE_APP, null), run(TransitionType.CREATE_APP_VERSION, null), run(TransitionType.COMPLETED, null));
        List<FlowEvent> all = FlowEvents.from(APP, transitions, 0, Naming.FLOW);

        assertThat(FlowEvents.from(APP, transitions, 1, Naming.FLOW)).isEqualTo(all.subList(1, 3));
        assertThat(FlowEvents.from(APP, transitions, 3, Naming.FLOW)).isEmpty();
        assertThat(FlowEvents.from(APP, transitions, 9, Naming.FLOW)).isEmpty();
        assertThat(FlowEvents.from(APP, transitions, -1, Naming.FLOW)).isEqualTo(all);
    }

    @ParameterizedTest
    @EnumSource(TransitionType.class)
    void everyTransitionBecomesOneEventWithItsTimeAndPhase(TransitionType type) {
        Transition transition = new Transition(TIME, type, Optional.of(Phase.APP_DEPLOY), "item", Optional.of(State.PENDING), Optional.of(State.PROGRESSING), "because");

        List<FlowEvent> events = FlowEvents.from(APP, List.of(transition), 0, Naming.FLOW);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).time()).isEqualTo(TIME);
        assertThat(events.get(0).phase()).isEqualTo("AppDeploy");
        assertThat(events.get(0).subject()).isEqualTo(APP);
    }

    private static String reason(Phase phase, TransitionType type, Naming naming) {
        Subject subject = phase.level() == Level.APP ? APP : WORKLOAD;
        FlowEvent event = event(subject, new Transition(TIME, type, Optional.of(phase), "", Optional.empty(), Optional.empty(), ""), naming);
        assertThat(event.regarding()).isEqualTo(subject.self());
        return event.reason();
    }

    private static Transition asked(TransitionType type, String item, String message) {
        return new Transition(TIME, type, Optional.of(Phase.APP_PRE_DEPLOY_TASKS), item, Optional.empty(), Optional.empty(), message, Optional.of(new Transition.Audit("id 1", "alice")), Transition.order(TIME));
    }

    private static FlowEvent event(Subject subject, Transition transition, Naming naming) {
        return FlowEvents.from(subject, List.of(transition), 0, naming).get(0);
    }

    private static Transition run(TransitionType type, State to) {
        return new Transition(TIME, type, Optional.empty(), "item", Optional.empty(), Optional.ofNullable(to), "because");
    }
}
