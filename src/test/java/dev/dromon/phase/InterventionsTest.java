package dev.dromon.phase;

import static dev.dromon.model.Phase.APP_DEPLOY;
import static dev.dromon.model.Phase.APP_POST_DEPLOY_TASKS;
import static dev.dromon.model.Phase.APP_PRE_DEPLOY_EVALUATIONS;
import static dev.dromon.model.Phase.APP_PRE_DEPLOY_TASKS;
import static dev.dromon.model.Phase.WORKLOAD_DEPLOY;
import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS;
import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.Blocker;
import dev.dromon.model.Decision;
import dev.dromon.model.Intervention;
import dev.dromon.model.Intervention.Verb;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Names;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import dev.dromon.scenario.Story;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InterventionsTest {

    static Stream<Phase> checkPhases() {
        return Arrays.stream(Phase.values()).filter(p -> p.kind() != Phase.Kind.DEPLOY);
    }

    /** A run that ended in a phase because its only check failed. */
    private static Scenario failedIn(Phase phase) {
        Scenario run = Scenario.of(phase).list(phase, "smoke").upTo(phase);
        run.see(phase, 0, State.FAILED, "exit code 1").reconcile();
        assertThat(run.status().state()).isEqualTo(State.FAILED);
        return run;
    }

    private static ItemStatus item(Scenario run, Phase phase, int position) {
        return run.status().phase(phase).items().get(position);
    }

    private static Transition newest(Scenario run, TransitionType type) {
        return run.status().transitions().stream().filter(t -> t.type() == type).reduce((a, b) -> b).orElseThrow();
    }

    private static String refusal(Scenario run) {
        return newest(run, TransitionType.REFUSED).message();
    }

    @Nested
    class Retry {

        static Stream<Phase> checkPhases() {
            return InterventionsTest.checkPhases();
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void theFailedCheckIsMadeAnewUnderAnotherNameAndTheRunGoesOn(Phase phase) {
            Scenario run = failedIn(phase);
            String first = item(run, phase, 0).name();

            Decision asked = run.later(Duration.ofMinutes(1)).ask(Verb.RETRY, "smoke: the database is back").reconcile();
            Decision created = run.look();
            run.reconcile();

            assertThat(asked.actions()).isEmpty();
            assertThat(created.actions()).singleElement().satisfies(a -> assertThat(a.check().name()).isNotEqualTo(first));
            assertThat(newest(run, TransitionType.RETRY)).satisfies(t -> {
                assertThat(t.phase()).contains(phase);
                assertThat(t.item()).isEqualTo("smoke");
                assertThat(t.message()).isEqualTo("the database is back");
                assertThat(t.audit()).contains(new Transition.Audit("retry 1", "alice"));
            });
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
            assertThat(run.status().end()).isEmpty();
            assertThat(item(run, phase, 0)).satisfies(i -> assertThat(i.attempt()).isEqualTo(2)).satisfies(i -> assertThat(i.name()).isNotEqualTo(first));

            run.answered().see(phase, 0, State.SUCCEEDED).deployed().reconcile();
            run.deployed().reconcile();
            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(run.status().phases().keySet()).containsExactlyElementsOf(Phase.of(phase.level(), true));
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void itIsDoneOnceHoweverOftenTheAnnotationIsSeen(Phase phase) {
            Scenario run = failedIn(phase).ask(Verb.RETRY, "smoke");
            run.reconcile();
            run.reconcile();
            run.see(phase, 0, State.FAILED, "again").reconcile();

            assertThat(run.reconcile().changed()).isFalse();
            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.status().transitions()).filteredOn(t -> t.type() == TransitionType.RETRY).hasSize(1);
        }

        @Test
        void askedTwiceItIsDoneTwice() {
            Scenario run = failedIn(WORKLOAD_PRE_DEPLOY_TASKS);
            for (int attempt = 2; attempt <= 3; attempt++) {
                run.ask(Verb.RETRY, "").reconcile();
                run.reconcile();
                run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED).reconcile();
                assertThat(item(run, WORKLOAD_PRE_DEPLOY_TASKS, 0).attempt()).isEqualTo(attempt);
            }
            assertThat(run.status().transitions()).filteredOn(t -> t.type() == TransitionType.ENDED).hasSize(3);
        }

        @ParameterizedTest
        @CsvSource({"'', 2, 2", "'*', 2, 2", "'*: all of them', 2, 2", "smoke, 2, 1", "load, 1, 2"})
        void oneCheckOrAllThatFailed(String value, int smoke, int load) {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load", "lint").upTo(APP_PRE_DEPLOY_TASKS);
            run.seeAll(APP_PRE_DEPLOY_TASKS, State.FAILED).see(APP_PRE_DEPLOY_TASKS, 2, State.SUCCEEDED).reconcile();

            run.ask(Verb.RETRY, value).reconcile();

            assertThat(run.status().phase(APP_PRE_DEPLOY_TASKS).items()).extracting(ItemStatus::attempt).containsExactly(smoke, load, 1);
        }

        @Test
        void theRunGoesOnWhenNoFailedCheckIsLeft() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load").upTo(APP_PRE_DEPLOY_TASKS);
            run.seeAll(APP_PRE_DEPLOY_TASKS, State.FAILED).reconcile();

            run.ask(Verb.RETRY, "smoke").reconcile();
            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.look().actions()).isEmpty();

            run.ask(Verb.SKIP, "load: known").reconcile();
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
            run.reconcile();
            assertThat(item(run, APP_PRE_DEPLOY_TASKS, 0).created()).isTrue();
        }

        @Test
        void aDeploymentThatTookTooLongGetsItsTimeAnew() {
            Scenario run = Scenario.workload().upTo(WORKLOAD_DEPLOY);
            run.later(Duration.ofMinutes(5)).deploy(State.FAILED, "not deployed within 300 s").reconcile();

            run.later(Duration.ofMinutes(1)).ask(Verb.RETRY, "").reconcile();

            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
            assertThat(run.status().deploymentStart()).contains(run.now());
            assertThat(GateDecider.approved(run.status())).isTrue();
            run.deployed().reconcile();
            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        }

        @Test
        void withoutBlockingACheckCanBeRetriedWhileOthersRun() {
            Scenario run = Scenario.app().blockDeployment(false).list(APP_PRE_DEPLOY_TASKS, "smoke", "load").upTo(APP_PRE_DEPLOY_TASKS);
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.FAILED).see(APP_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).reconcile();

            run.ask(Verb.RETRY, "smoke").reconcile();
            run.reconcile();

            assertThat(run.status().phase(APP_PRE_DEPLOY_TASKS).items()).extracting(ItemStatus::state).containsExactly(State.PENDING, State.PROGRESSING);
        }

        @Test
        void anAppWhoseWorkloadsFailedIsNotRetriedButGoesOnWithThem() {
            Scenario run = Scenario.app().upTo(APP_DEPLOY);
            run.members(new MemberStatus("api", "1.0", State.FAILED)).deploy(State.FAILED, "workload api 1.0 Failed").reconcile();

            run.ask(Verb.RETRY, "").reconcile();
            assertThat(refusal(run)).contains("AppDeploy", "KeptnWorkloadVersion", "api 1.0");

            run.answered().members(new MemberStatus("api", "1.0", State.PROGRESSING)).deploy(State.PROGRESSING, "").resumed("api 1.0").reconcile();
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
            assertThat(newest(run, TransitionType.RESUMED).item()).isEqualTo("api 1.0");

            run.members(new MemberStatus("api", "1.0", State.SUCCEEDED)).deployed().reconcile();
            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        }

        @Test
        void anAppThatFailedItselfDoesNotGoOnWithItsWorkloads() {
            Scenario run = failedIn(APP_POST_DEPLOY_TASKS);

            assertThat(run.deploy(State.PROGRESSING, "").resumed("api 1.0").look().changed()).isFalse();
        }
    }

    @Nested
    class Skip {

        static Stream<Phase> checkPhases() {
            return InterventionsTest.checkPhases();
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void aRunningCheckIsStoppedAndCountsAsPassed(Phase phase) {
            Scenario run = Scenario.of(phase).list(phase, "smoke").upTo(phase);
            run.see(phase, 0, State.PROGRESSING).reconcile();

            run.ask(Verb.SKIP, "smoke: flaky, see OPS-1").reconcile();

            assertThat(item(run, phase, 0)).satisfies(i -> assertThat(i.state()).isEqualTo(State.WARNING))
                    .satisfies(i -> assertThat(i.message()).isEqualTo("skipped by alice: flaky, see OPS-1"));
            assertThat(run.status().phase(phase).state()).isEqualTo(State.WARNING);
            assertThat(newest(run, TransitionType.SKIP).audit()).map(Transition.Audit::by).contains("alice");
            assertThat(newest(run, TransitionType.CANCELLED).item()).isEqualTo(run.checks(phase).get(0).name());
            assertThat(newest(run, TransitionType.PHASE_WAIVED)).satisfies(t -> assertThat(t.phase()).contains(phase))
                    .satisfies(t -> assertThat(t.message()).isEqualTo("smoke: skipped by alice: flaky, see OPS-1"));
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void aFailedRunGoesOnWithoutItsFailedCheck(Phase phase) {
            Scenario run = failedIn(phase);

            run.ask(Verb.SKIP, "smoke: known").deployed().reconcile();

            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(run.status().completed()).isTrue();
        }

        @Test
        void aCheckThatCannotBeCreatedIsSkipped() {
            Blocker missing = Blocker.stuck("DefinitionNotFound", "create it");
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_EVALUATIONS, "cpu").problem(WORKLOAD_PRE_DEPLOY_EVALUATIONS, 0, missing).upTo(WORKLOAD_PRE_DEPLOY_EVALUATIONS);
            run.later(Duration.ofMinutes(1)).reconcile();
            assertThat(run.status().blocker()).contains(missing);

            run.ask(Verb.SKIP, "cpu: no metrics here").reconcile();

            assertThat(run.status().blocker()).isEmpty();
            assertThat(GateDecider.approved(run.status())).isTrue();
        }

        @Test
        void theOthersStillHaveToPass() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke", "load").upTo(WORKLOAD_PRE_DEPLOY_TASKS);

            run.ask(Verb.SKIP, "smoke: known").reconcile();
            assertThat(GateDecider.approved(run.status())).isFalse();

            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 1, State.FAILED).reconcile();
            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(GateDecider.approved(run.status())).isFalse();
        }
    }

    @Nested
    class Abort {

        @ParameterizedTest
        @EnumSource(Phase.class)
        void theRunEndsInAnyPhaseAndWhatRunsIsStopped(Phase phase) {
            Scenario run = phase.kind() == Phase.Kind.DEPLOY ? Scenario.of(phase).upTo(phase) : Scenario.of(phase).list(phase, "smoke").upTo(phase);
            run.seeAll(phase, State.PROGRESSING).reconcile();
            boolean approved = GateDecider.approved(run.status());

            run.ask(Verb.ABORT, "wrong image").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.status().end()).isPresent();
            assertThat(run.status().phase(phase).state()).isEqualTo(State.DEPRECATED);
            assertThat(newest(run, TransitionType.ABORT).audit()).map(Transition.Audit::by).contains("alice");
            assertThat(newest(run, TransitionType.ENDED).message()).isEqualTo("aborted by alice: wrong image");
            assertThat(run.status().phase(phase).items()).allMatch(i -> i.state() == State.DEPRECATED);
            assertThat(GateDecider.approved(run.status())).isEqualTo(approved);
        }

        @Test
        void aRunThatHasNotBegunEndsWithoutAnyPhase() {
            Scenario run = Scenario.workload().hold(Blocker.waiting("WaitingForApp", "waits"));

            run.ask(Verb.ABORT, "not now").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.status().currentPhase()).isEmpty();
            assertThat(GateDecider.approved(run.status())).isFalse();
        }

        @Test
        void aWorkloadEndsWithItsAppAndSaysSo() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_PRE_DEPLOY_TASKS);

            run.aborted("KeptnAppVersion shop-1.0 was aborted").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(Story.phases(run.status())).contains("Ended Failed");
            assertThat(newest(run, TransitionType.ABORT).audit()).isEmpty();
        }
    }

    @Nested
    class Approve {

        @ParameterizedTest
        @EnumSource(value = Phase.class, names = {"WORKLOAD_PRE_DEPLOY_TASKS", "WORKLOAD_PRE_DEPLOY_EVALUATIONS", "APP_PRE_DEPLOY_TASKS", "APP_PRE_DEPLOY_EVALUATIONS"})
        void allPreDeploymentChecksCountAsPassedButNoOthers(Phase phase) {
            Scenario run = Scenario.of(phase);
            Phase.of(phase.level(), true).stream().filter(p -> p.kind() != Phase.Kind.DEPLOY).forEach(p -> run.list(p, "smoke"));
            run.upTo(phase);

            run.ask(Verb.APPROVE, "hotfix").reconcile();

            assertThat(run.status().currentPhase().orElseThrow().kind()).isEqualTo(Phase.Kind.DEPLOY);
            assertThat(run.status().phase(phase).state()).isEqualTo(State.WARNING);
            assertThat(item(run, phase, 0).message()).isEqualTo("approved by alice: hotfix");
            run.deployed().reconcile();
            assertThat(run.status().currentPhase().orElseThrow().checkType()).isPresent();
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
        }

        @Test
        void aFailedRunGoesOnAndItsLaterPreChecksAreNotEvenMade() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").list(WORKLOAD_PRE_DEPLOY_EVALUATIONS, "cpu").upTo(WORKLOAD_PRE_DEPLOY_TASKS);
            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED).reconcile();

            Decision decision = run.ask(Verb.APPROVE, "hotfix").look();
            run.reconcile();

            assertThat(decision.actions()).isEmpty();
            assertThat(GateDecider.approved(run.status())).isTrue();
            assertThat(item(run, WORKLOAD_PRE_DEPLOY_EVALUATIONS, 0)).satisfies(i -> assertThat(i.created()).isFalse()).satisfies(i -> assertThat(i.state()).isEqualTo(State.WARNING));
        }

        @Test
        void aWorkloadThatIsApprovedStillWaitsForItsApp() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").hold(Blocker.waiting("WaitingForApp", "waits"));

            run.ask(Verb.APPROVE, "hotfix").reconcile();
            assertThat(GateDecider.approved(run.status())).isFalse();

            run.answered().unhold().reconcile();
            assertThat(GateDecider.approved(run.status())).isTrue();
        }
    }

    @Nested
    class Refused {

        static Stream<Arguments> cases() {
            Scenario running = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_PRE_DEPLOY_TASKS);
            return Stream.of(
                    Arguments.of("retry of a running check", running, Verb.RETRY, "smoke", "check smoke of WorkloadPreDeployTasks is Pending"),
                    Arguments.of("retry when nothing failed", Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_PRE_DEPLOY_TASKS), Verb.RETRY, "", "smoke (Pending)"),
                    Arguments.of("retry of an unknown check", failedIn(WORKLOAD_PRE_DEPLOY_TASKS), Verb.RETRY, "load", "found 'load'; there are smoke (Failed)"),
                    Arguments.of("retry before the first phase", Scenario.workload().hold(Blocker.waiting("WaitingForApp", "waits")), Verb.RETRY, "smoke", "no phase of cart-api-1.0 has begun"),
                    Arguments.of("retry of a deployment that goes on", Scenario.workload().upTo(WORKLOAD_DEPLOY), Verb.RETRY, "", "WorkloadDeploy is still going on"),
                    Arguments.of("skip without a reason", failedIn(WORKLOAD_PRE_DEPLOY_TASKS), Verb.SKIP, "smoke", "expected '<check>: <reason>', found 'smoke'"),
                    Arguments.of("skip of a deployment", Scenario.workload().upTo(WORKLOAD_DEPLOY), Verb.SKIP, "smoke: known", "WorkloadDeploy has no checks"),
                    Arguments.of("skip of a check that has passed", passed(), Verb.SKIP, "smoke: known", "check smoke of WorkloadPreDeployTasks has passed"),
                    Arguments.of("approval without a reason", failedIn(WORKLOAD_PRE_DEPLOY_TASKS), Verb.APPROVE, " ", "expected a reason"),
                    Arguments.of("approval after the release", Scenario.workload().upTo(WORKLOAD_DEPLOY), Verb.APPROVE, "hotfix", "have passed already"),
                    Arguments.of("abort of what has failed", failedIn(WORKLOAD_PRE_DEPLOY_TASKS), Verb.ABORT, "no", "has ended Failed already"),
                    Arguments.of("abort without a reason", Scenario.workload().upTo(WORKLOAD_DEPLOY), Verb.ABORT, "", "expected a reason"),
                    Arguments.of("anything of what was superseded", failedIn(WORKLOAD_PRE_DEPLOY_TASKS).supersededBy("cart-api-2.0"), Verb.RETRY, "smoke", "superseded by cart-api-2.0; ask that one"));
        }

        private static Scenario passed() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke", "load").upTo(WORKLOAD_PRE_DEPLOY_TASKS);
            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).reconcile();
            return run;
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("cases")
        void whatIsNotPossibleIsSaidOnceAndChangesNothing(String name, Scenario run, Verb verb, String value, String sentence) {
            State state = run.status().state();
            List<ItemStatus> items = run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).items();

            run.ask(verb, value).reconcile();

            assertThat(refusal(run)).contains(sentence);
            assertThat(newest(run, TransitionType.REFUSED)).satisfies(t -> assertThat(t.item()).isEqualTo(verb.wire())).satisfies(t -> assertThat(t.audit()).isPresent());
            assertThat(run.status().state()).isEqualTo(state);
            assertThat(run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).items()).isEqualTo(items);
            assertThat(run.reconcile().changed()).isFalse();
        }

        @ParameterizedTest
        @EnumSource(Verb.class)
        void aRunThatHasSucceededStaysAsItIs(Verb verb) {
            Scenario run = Scenario.workload().deployed();
            run.reconcile();

            run.ask(verb, verb == Verb.SKIP ? "smoke: known" : "because").reconcile();

            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(refusal(run)).contains("has ended Succeeded");
        }

        @ParameterizedTest
        @EnumSource(Verb.class)
        void whatNobodySignedIsNotDone(Verb verb) {
            Scenario run = failedIn(APP_PRE_DEPLOY_EVALUATIONS);

            run.ask(verb, "smoke: because", "").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(refusal(run)).contains("kustomize/base/admission");
        }

        @ParameterizedTest
        @EnumSource(Verb.class)
        void anAbortedRunStaysAborted(Verb verb) {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").upTo(APP_PRE_DEPLOY_TASKS);
            run.ask(Verb.ABORT, "no").reconcile();

            run.ask(verb, "smoke: because").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(refusal(run)).contains("was aborted; apply a new version");
        }

        @Test
        void oneRunRecordsOnlySoMany() {
            Scenario run = failedIn(APP_PRE_DEPLOY_TASKS);
            for (int i = 0; i < Intervention.LIMIT + 5; i++) {
                run.ask(Verb.ABORT, "no").reconcile();
            }

            assertThat(run.status().transitions()).filteredOn(t -> t.type() == TransitionType.REFUSED).hasSize(Intervention.LIMIT);
            assertThat(run.status().askedEnough()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RETRY   | smoke          | smoke | ''",
        "RETRY   | ''             | ''    | ''",
        "RETRY   | *              | ''    | ''",
        "RETRY   | * : again      | ''    | again",
        "SKIP    | smoke: a: b    | smoke | a: b",
        "SKIP    | smoke          | smoke | ''",
        "ABORT   | a: b           | ''    | a: b",
        "APPROVE | ' hot fix '    | ''    | hot fix"})
    void theValueOfAnAnnotationIsRead(Verb verb, String value, String check, String reason) {
        assertThat(Intervention.of("id", verb, value, "alice")).isEqualTo(new Intervention("id", verb, check, reason, "alice"));
    }

    @Test
    void everyAttemptHasANameOfItsOwn() {
        assertThat(Names.check("uid", APP_PRE_DEPLOY_TASKS, 0, "smoke", 1)).isNotEqualTo(Names.check("uid", APP_PRE_DEPLOY_TASKS, 0, "smoke", 2));
    }
}
