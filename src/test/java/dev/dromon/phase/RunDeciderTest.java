package dev.dromon.phase;

import static dev.dromon.model.Phase.APP_DEPLOY;
import static dev.dromon.model.Phase.APP_POST_DEPLOY_EVALUATIONS;
import static dev.dromon.model.Phase.APP_POST_DEPLOY_TASKS;
import static dev.dromon.model.Phase.APP_PRE_DEPLOY_EVALUATIONS;
import static dev.dromon.model.Phase.APP_PRE_DEPLOY_TASKS;
import static dev.dromon.model.Phase.PROMOTION_TASKS;
import static dev.dromon.model.Phase.WORKLOAD_DEPLOY;
import static dev.dromon.model.Phase.WORKLOAD_POST_DEPLOY_TASKS;
import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS;
import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import dev.dromon.scenario.Story;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunDeciderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Blocker MISSING = Blocker.stuck("DefinitionNotFound", "KeptnTaskDefinition smoke exists nowhere; create it");

    static Stream<Phase> checkPhases() {
        return Arrays.stream(Phase.values()).filter(p -> p.kind() != Phase.Kind.DEPLOY);
    }

    private static List<Phase> phasesAfter(Phase phase) {
        return Phase.of(phase.level(), true).stream().filter(p -> p.compareTo(phase) > 0).toList();
    }

    @Test
    void whatIsRecordedComesAfterAllThatWasSeenOfTheAppAndAfterWhatWasRecordedBefore() {
        Scenario scenario = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "a");
        long ahead = Transition.order(scenario.now().plusSeconds(60));

        List<Transition> begun = scenario.others(ahead).reconcile().status().transitions();
        List<Transition> ended = scenario.others(0).see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).reconcile().status().transitions();

        assertThat(begun).isNotEmpty();
        assertThat(ended).hasSizeGreaterThan(begun.size()).startsWith(begun.toArray(Transition[]::new));
        assertThat(ended).extracting(Transition::order).isEqualTo(LongStream.rangeClosed(ahead + 1, ahead + ended.size()).boxed().toList());
        List<Transition> alone = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "a").reconcile().status().transitions();
        assertThat(alone).allSatisfy(t -> assertThat(t.order()).isEqualTo(Transition.order(t.time())));
    }

    private static Transition last(RunStatus status, TransitionType type) {
        return status.transitions().stream().filter(t -> t.type() == type).reduce((a, b) -> b).orElseThrow();
    }

    private static long count(RunStatus status, TransitionType type) {
        return status.transitions().stream().filter(t -> t.type() == type).count();
    }

    @Nested
    class HappyPath {

        @Test
        void anAppWithoutChecksWhoseWorkloadsAreDeployedIsThroughInOneDecision() {
            Decision decision = Scenario.app().deployed().look();

            assertThat(Story.phases(decision.status())).containsExactly(
                    "PhaseStarted AppPreDeployTasks", "PhaseSucceeded AppPreDeployTasks",
                    "PhaseStarted AppPreDeployEvaluations", "PhaseSucceeded AppPreDeployEvaluations",
                    "PhaseStarted AppDeploy", "PhaseSucceeded AppDeploy",
                    "PhaseStarted AppPostDeployTasks", "PhaseSucceeded AppPostDeployTasks",
                    "PhaseStarted AppPostDeployEvaluations", "PhaseSucceeded AppPostDeployEvaluations",
                    "PhaseStarted PromotionTasks", "PhaseSucceeded PromotionTasks",
                    "Ended Succeeded", "Completed");
            assertThat(decision.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(decision.status().completed()).isTrue();
            assertThat(decision.status().end()).contains(Scenario.CREATED);
            assertThat(decision.actions()).isEmpty();
            assertThat(decision.requeueAfter()).isEmpty();
        }

        @Test
        void aWorkloadWithoutChecksThatIsDeployedIsThroughInOneDecision() {
            Decision decision = Scenario.workload().deployed().look();

            assertThat(Story.phases(decision.status())).containsExactly(
                    "PhaseStarted WorkloadPreDeployTasks", "PhaseSucceeded WorkloadPreDeployTasks",
                    "PhaseStarted WorkloadPreDeployEvaluations", "PhaseSucceeded WorkloadPreDeployEvaluations",
                    "PhaseStarted WorkloadDeploy", "PhaseSucceeded WorkloadDeploy",
                    "PhaseStarted WorkloadPostDeployTasks", "PhaseSucceeded WorkloadPostDeployTasks",
                    "PhaseStarted WorkloadPostDeployEvaluations", "PhaseSucceeded WorkloadPostDeployEvaluations",
                    "Ended Succeeded");
            assertThat(decision.status().completed()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(Level.class)
        void everyPhaseOfAFullRunWaitsForItsChecksAndTheNextBeginsInTheSameDecision(Level level) {
            Scenario run = level == Level.APP ? Scenario.app() : Scenario.workload();
            List<Phase> phases = Phase.of(level, true);
            phases.stream().filter(p -> p.kind() != Phase.Kind.DEPLOY).forEach(p -> run.list(p, "first", "second"));
            run.reconcile();

            for (Phase phase : phases) {
                assertThat(run.status().currentPhase()).contains(phase);
                assertThat(run.status().phase(phase).state().completed()).isFalse();
                assertThat(GateDecider.approved(run.status())).as("gate in " + phase).isEqualTo(phase.compareTo(WORKLOAD_DEPLOY) >= 0);
                run.later(Duration.ofMinutes(1)).seeAll(phase, State.PROGRESSING).reconcile();
                assertThat(run.status().currentPhase()).contains(phase);
                run.later(Duration.ofMinutes(1)).seeAll(phase, State.SUCCEEDED);
                if (phase.kind() == Phase.Kind.DEPLOY) {
                    run.deployed();
                }
                run.reconcile();
                assertThat(run.status().phase(phase).state()).isEqualTo(State.SUCCEEDED);
            }

            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(run.status().completed()).isTrue();
            assertThat(run.status().phases().keySet()).containsExactlyElementsOf(phases);
        }

        @Test
        void aCheckThatEndedBeforeItWasLookedAtAgainTellsTheSame() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");

            run.seeAfterProgressing(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).reconcile();

            assertThat(Story.of(run.status(), run.checks(WORKLOAD_PRE_DEPLOY_TASKS))).startsWith(
                    "PhaseStarted WorkloadPreDeployTasks",
                    "CreateTask WorkloadPreDeployTasks smoke",
                    "ReconcileTask WorkloadPreDeployTasks smoke Progressing",
                    "ReconcileTask WorkloadPreDeployTasks smoke Succeeded",
                    "PhaseSucceeded WorkloadPreDeployTasks");
        }

        @Test
        void aCheckTellsOfItsCreationAndOfEveryChangeOfItsState() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");

            run.reconcile();
            run.later(Duration.ofSeconds(1)).see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).reconcile();
            run.later(Duration.ofSeconds(1)).reconcile();
            run.later(Duration.ofSeconds(1)).see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED, "done").reconcile();

            assertThat(Story.of(run.status(), run.checks(WORKLOAD_PRE_DEPLOY_TASKS))).startsWith(
                    "PhaseStarted WorkloadPreDeployTasks",
                    "CreateTask WorkloadPreDeployTasks smoke",
                    "ReconcileTask WorkloadPreDeployTasks smoke Progressing",
                    "ReconcileTask WorkloadPreDeployTasks smoke Succeeded",
                    "PhaseSucceeded WorkloadPreDeployTasks");
            ItemStatus item = run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).items().get(0);
            assertThat(item).isEqualTo(new ItemStatus("smoke", State.SUCCEEDED, run.checks(WORKLOAD_PRE_DEPLOY_TASKS).get(0).name(), Optional.of(Scenario.CREATED),
                    Optional.of(Scenario.CREATED.plusSeconds(3)), "done", 1, Severity.BLOCK));
        }

        @Test
        void evaluationsAreToldOfAsEvaluations() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_EVALUATIONS, "cpu");
            run.reconcile();
            run.see(WORKLOAD_PRE_DEPLOY_EVALUATIONS, 0, State.SUCCEEDED).reconcile();

            assertThat(Story.of(run.status(), run.checks(WORKLOAD_PRE_DEPLOY_EVALUATIONS))).contains("CreateEvaluation WorkloadPreDeployEvaluations cpu",
                    "ReconcileEvaluation WorkloadPreDeployEvaluations cpu Succeeded");
        }

        @Test
        void theCreationsThatLedToTheRunAreItsFirstTransitions() {
            Scenario run = Scenario.app().births(new RunIdentity.Birth(TransitionType.CREATE_APP, "cart"), new RunIdentity.Birth(TransitionType.CREATE_APP_VERSION, "cart-1"));
            run.reconcile();
            run.later(Duration.ofSeconds(9)).reconcile();

            assertThat(Story.phases(run.status())).startsWith("CreateApp cart", "CreateAppVersion cart-1", "PhaseStarted AppPreDeployTasks");
            assertThat(count(run.status(), TransitionType.CREATE_APP)).isEqualTo(1);
        }

        @Test
        void theGateIsLiftedWhenTheDeployPhaseOfAWorkloadBegins() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();
            assertThat(run.status().deploymentStart()).isEmpty();

            run.later(Duration.ofSeconds(7)).seeAll(WORKLOAD_PRE_DEPLOY_TASKS, State.SUCCEEDED).reconcile();
            run.later(Duration.ofSeconds(7)).reconcile();

            assertThat(run.status().deploymentStart()).contains(Scenario.CREATED.plusSeconds(7));
        }

        @Test
        void withoutPromotionTheAppEndsAfterItsPostEvaluations() {
            Decision decision = Scenario.app().list(PROMOTION_TASKS, "promote").promotion(false).deployed().look();

            assertThat(Story.phases(decision.status())).endsWith("PhaseSucceeded AppPostDeployEvaluations", "Ended Succeeded", "Completed");
            assertThat(decision.status().phase(PROMOTION_TASKS).state()).isEqualTo(State.PENDING);
        }

        @Test
        void promotionThatHasBegunEndsAlthoughItWasSwitchedOffMeanwhile() {
            Scenario run = Scenario.app().list(PROMOTION_TASKS, "promote").upTo(PROMOTION_TASKS);

            run.promotion(false).reconcile();
            assertThat(run.status().ended()).isFalse();

            run.seeAll(PROMOTION_TASKS, State.SUCCEEDED).reconcile();
            assertThat(Story.phases(run.status())).endsWith("PhaseStarted PromotionTasks", "PhaseSucceeded PromotionTasks", "Ended Succeeded", "Completed");
        }

        @Test
        void timesOfOneLookAreAMicrosecondApart() {
            List<Transition> transitions = Scenario.app().deployed().look().status().transitions();

            assertThat(transitions).extracting(t -> Duration.between(Scenario.CREATED, t.time()).toNanos() / 1000)
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        }

        @Test
        void aClockThatWasSetBackDoesNotReorderTheHistory() {
            Scenario run = Scenario.app().list(APP_POST_DEPLOY_TASKS, "load");
            run.reconcile();

            run.later(Duration.ofHours(-1)).deployed().reconcile();

            assertThat(run.status().transitions()).extracting(Transition::time).isSorted().doesNotHaveDuplicates();
        }
    }

    @Nested
    class Checks {

        @Test
        void fiveChecksAreAllAskedForInOneDecision() {
            Decision decision = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "a", "b", "c", "d", "e").look();

            assertThat(decision.actions()).extracting(a -> a.kind() + " " + a.check().definition()).containsExactly("CREATE_TASK a", "CREATE_TASK b", "CREATE_TASK c",
                    "CREATE_TASK d", "CREATE_TASK e");
        }

        @Test
        void evaluationsAreAskedForAsEvaluations() {
            Decision decision = Scenario.app().list(APP_PRE_DEPLOY_EVALUATIONS, "cpu").look();

            assertThat(decision.actions()).extracting(Action::kind).containsExactly(Action.Kind.CREATE_EVALUATION);
        }

        @Test
        void theSameDefinitionTwiceInOnePhaseIsTwoChecks() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "smoke");

            assertThat(run.look().actions()).extracting(a -> a.check().name()).hasSize(2).doesNotHaveDuplicates();

            run.reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).see(APP_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).reconcile();
            assertThat(run.status().phase(APP_PRE_DEPLOY_TASKS).items()).extracting(ItemStatus::state).containsExactly(State.SUCCEEDED, State.PROGRESSING);
            assertThat(run.status().phase(APP_PRE_DEPLOY_TASKS).state()).isEqualTo(State.PROGRESSING);
        }

        @Test
        void checksOfLaterPhasesAreNotAskedForYet() {
            Decision decision = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "now").list(WORKLOAD_PRE_DEPLOY_EVALUATIONS, "later").look();

            assertThat(decision.actions()).extracting(a -> a.check().definition()).containsExactly("now");
        }

        @Test
        void whatExistsIsNotAskedForAgain() {
            Decision decision = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "there", "missing").see(APP_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).look();

            assertThat(decision.actions()).extracting(a -> a.check().definition()).containsExactly("missing");
        }

        @Test
        void theOrderInWhichChecksAreHandedOverDoesNotMatter() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "a", "b", "c").list(APP_PRE_DEPLOY_EVALUATIONS, "d");
            run.reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).see(APP_PRE_DEPLOY_TASKS, 2, State.PROGRESSING).reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).see(APP_PRE_DEPLOY_TASKS, 2, State.FAILED, "exit code 1");
            RunStatus inOrder = run.look().status();

            run.shuffle(checks -> Stream.of(3, 2, 0, 1).map(checks::get).toList());

            assertThat(run.look().status()).isEqualTo(inOrder);
        }

        @Test
        void aTaskThatWasDeletedBeforeItsEndIsNotCreatedAgainButLookedFor() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).reconcile();

            Decision decision = run.vanish(APP_PRE_DEPLOY_TASKS, 0).look();

            assertThat(decision.actions()).singleElement().satisfies(a -> assertThat(a.kind()).isEqualTo(Action.Kind.CONFIRM_TASK));
            assertThat(run.reconcile().status().state()).isEqualTo(State.FAILED);
        }

        @Test
        void aCheckThatIsSeenPendingAfterItWasProgressingWasReadFromAnOldCache() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").upTo(APP_PRE_DEPLOY_TASKS);
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).reconcile();

            assertThat(run.see(APP_PRE_DEPLOY_TASKS, 0, State.PENDING).look().changed()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"PROGRESSING, PENDING, false", "SUCCEEDED, PROGRESSING, false", "SUCCEEDED, PENDING, false", "WARNING, PROGRESSING, false", "FAILED, PROGRESSING, true",
            "DEPRECATED, PROGRESSING, true", "PENDING, PROGRESSING, true", "PROGRESSING, SUCCEEDED, true"})
        void aWorkloadDoesNotGoBackUnlessItHadFailed(State recorded, State found, boolean told) {
            Scenario run = Scenario.app().members(new MemberStatus("api", "1.0", recorded), new MemberStatus("db", "1.0", State.PROGRESSING));
            run.reconcile();

            assertThat(run.members(new MemberStatus("api", "1.0", found), new MemberStatus("db", "1.0", State.PROGRESSING)).look().changed()).isEqualTo(told);
        }

        @Test
        void anEvaluationThatWasDeletedBeforeItsEndIsCreatedAgainUnderTheSameName() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_EVALUATIONS, "cpu");
            run.reconcile();
            String name = run.checks(APP_PRE_DEPLOY_EVALUATIONS).get(0).name();
            run.see(APP_PRE_DEPLOY_EVALUATIONS, 0, State.PROGRESSING).reconcile();

            Decision decision = run.vanish(APP_PRE_DEPLOY_EVALUATIONS, 0).look();

            assertThat(decision.actions()).extracting(a -> a.check().name()).containsExactly(name);
            assertThat(decision.actions()).extracting(Action::kind).containsExactly(Action.Kind.CREATE_EVALUATION);
        }

        @ParameterizedTest
        @EnumSource(value = State.class, names = {"SUCCEEDED", "FAILED"})
        void aTaskThatHasEndedIsNotAskedForAgainWhateverBecomesOfIt(State ended) {
            Scenario run = Scenario.app().blockDeployment(false).list(APP_PRE_DEPLOY_TASKS, "smoke", "load");
            run.reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 0, ended).see(APP_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).reconcile();

            Decision gone = run.vanish(APP_PRE_DEPLOY_TASKS, 0).look();
            assertThat(gone.actions()).isEmpty();
            assertThat(gone.status()).isEqualTo(run.status());

            Decision changed = run.see(APP_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).look();
            assertThat(changed.status()).isEqualTo(run.status());
        }

        @Test
        void anUnreadableCheckIsUnknownAndNoVerdict() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();

            run.see(APP_PRE_DEPLOY_TASKS, 0, State.UNKNOWN).reconcile();

            assertThat(run.status().phase(APP_PRE_DEPLOY_TASKS).state()).isEqualTo(State.UNKNOWN);
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);
        }

        @Test
        void aCheckThatCannotBeReadIsNotToldOfAsCreated() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").see(APP_PRE_DEPLOY_TASKS, 0, State.UNKNOWN);
            run.reconcile();
            assertThat(count(run.status(), TransitionType.CREATE_TASK)).isZero();

            run.see(APP_PRE_DEPLOY_TASKS, 0, State.PROGRESSING).reconcile();

            assertThat(count(run.status(), TransitionType.CREATE_TASK)).isEqualTo(1);
        }

        @Test
        void anotherDefinitionInTheSamePlaceDoesNotInheritTheVerdict() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "old", "same");
            run.reconcile();
            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).reconcile();

            Decision decision = run.newGeneration().list(WORKLOAD_PRE_DEPLOY_TASKS, "new", "same").see(WORKLOAD_PRE_DEPLOY_TASKS, 1, State.SUCCEEDED).look();

            assertThat(decision.actions()).extracting(a -> a.check().definition()).containsExactly("new");
            assertThat(GateDecider.approved(decision.status())).isFalse();
            assertThat(decision.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).items()).extracting(i -> i.definition() + " " + i.state().wire())
                    .containsExactly("new Pending", "same Succeeded");
        }

        @Test
        void aChangedSpecOfAWorkloadIsToldOnceAndRunsNothingAgain() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").upTo(WORKLOAD_DEPLOY);

            run.newGeneration().reconcile();
            Decision again = run.look();

            assertThat(count(run.status(), TransitionType.UPDATE_WORKLOAD)).isEqualTo(1);
            assertThat(run.status().observedGeneration()).isEqualTo(2);
            assertThat(again.changed()).isFalse();
            assertThat(again.actions()).isEmpty();
        }
    }

    @Nested
    class Failure {

        static Stream<Phase> checkPhases() {
            return RunDeciderTest.checkPhases();
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void aFailedCheckEndsTheRunInItsPhase(Phase phase) {
            Scenario run = Scenario.of(phase).list(phase, "good", "bad").upTo(phase);

            run.later(Duration.ofSeconds(5)).see(phase, 0, State.SUCCEEDED).see(phase, 1, State.FAILED, "exit code 1");
            Decision decision = run.reconcile();

            RunStatus status = decision.status();
            assertThat(status.state()).isEqualTo(State.FAILED);
            assertThat(status.end()).contains(run.now());
            assertThat(status.completed()).isFalse();
            assertThat(status.currentPhase()).contains(phase);
            assertThat(status.phase(phase).state()).isEqualTo(State.FAILED);
            assertThat(phasesAfter(phase)).allSatisfy(later -> assertThat(status.phase(later).state()).isEqualTo(State.DEPRECATED));
            assertThat(Phase.of(phase.level(), true)).filteredOn(p -> p.compareTo(phase) < 0)
                    .allSatisfy(earlier -> assertThat(status.phase(earlier).state()).isEqualTo(State.SUCCEEDED));
            assertThat(last(status, TransitionType.PHASE_ERRORED)).satisfies(t -> {
                assertThat(t.phase()).contains(phase);
                assertThat(t.message()).isEqualTo("bad: exit code 1");
            });
            assertThat(status.transitions().get(status.transitions().size() - 1).type()).isEqualTo(TransitionType.ENDED);
            assertThat(last(status, TransitionType.ENDED).to()).contains(State.FAILED);
            assertThat(count(status, TransitionType.DEPRECATED)).isEqualTo(phasesAfter(phase).isEmpty() ? 0 : 1);
            assertThat(count(status, TransitionType.COMPLETED)).isZero();
            assertThat(decision.actions()).isEmpty();
            assertThat(decision.requeueAfter()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(value = Phase.class, names = {"WORKLOAD_PRE_DEPLOY_TASKS", "WORKLOAD_PRE_DEPLOY_EVALUATIONS"})
        void theGateStaysClosedForEverAfterAFailedPreDeploymentCheck(Phase phase) {
            Scenario run = Scenario.workload().list(phase, "bad").upTo(phase);

            run.see(phase, 0, State.FAILED).reconcile();
            run.later(Duration.ofDays(1)).see(phase, 0, State.SUCCEEDED).deployed().blockDeployment(false).reconcile();

            assertThat(GateDecider.approved(run.status())).isFalse();
            assertThat(run.status().deploymentStart()).isEmpty();
        }

        @Test
        void theGateStaysOpenAfterAFailedPostDeploymentCheck() {
            Scenario run = Scenario.workload().list(WORKLOAD_POST_DEPLOY_TASKS, "bad").upTo(WORKLOAD_POST_DEPLOY_TASKS);

            run.see(WORKLOAD_POST_DEPLOY_TASKS, 0, State.FAILED).reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(GateDecider.approved(run.status())).isTrue();
        }

        @Test
        void aFailedCheckDoesNotWaitForTheOthersAndNothingMoreIsAskedFor() {
            Decision decision = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "bad", "running", "missing").see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED)
                    .see(WORKLOAD_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).look();

            assertThat(decision.status().state()).isEqualTo(State.FAILED);
            assertThat(decision.actions()).isEmpty();
        }

        @Test
        void aCheckThatSomebodyCancelledCountsAsFailed() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();

            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.DEPRECATED, "cancelled by hand").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(last(run.status(), TransitionType.PHASE_ERRORED).message()).isEqualTo("smoke: cancelled by hand");
        }

        @ParameterizedTest
        @EnumSource(value = Phase.class, names = {"APP_DEPLOY", "WORKLOAD_DEPLOY"})
        void aFailedDeploymentEndsTheRunAlsoWithoutBlocking(Phase phase) {
            Scenario run = Scenario.of(phase).blockDeployment(false).upTo(phase);

            run.deploy(State.FAILED, "not deployed within 300 s").reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.status().phase(phase).state()).isEqualTo(State.FAILED);
            assertThat(phasesAfter(phase)).allSatisfy(later -> assertThat(run.status().phase(later).state()).isEqualTo(State.DEPRECATED));
            assertThat(last(run.status(), TransitionType.PHASE_ERRORED).message()).isEqualTo("not deployed within 300 s");
        }

        @Test
        void aFailureNamesThePhasesThatWillNotRun() {
            Scenario run = Scenario.app().list(APP_POST_DEPLOY_TASKS, "bad").upTo(APP_POST_DEPLOY_TASKS);

            run.see(APP_POST_DEPLOY_TASKS, 0, State.FAILED).reconcile();

            assertThat(last(run.status(), TransitionType.DEPRECATED).message())
                    .isEqualTo("AppPostDeployEvaluations, PromotionTasks will not run after AppPostDeployTasks failed");
        }

        @Test
        void withoutPromotionAFailureDoesNotSpeakOfIt() {
            Scenario run = Scenario.app().promotion(false).list(APP_POST_DEPLOY_EVALUATIONS, "bad").upTo(APP_POST_DEPLOY_EVALUATIONS);

            run.see(APP_POST_DEPLOY_EVALUATIONS, 0, State.FAILED).reconcile();

            assertThat(count(run.status(), TransitionType.DEPRECATED)).isZero();
            assertThat(run.status().phase(PROMOTION_TASKS).state()).isEqualTo(State.PENDING);
        }

        @Test
        void anEndedRunNeverChangesAgain() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "bad");
            run.reconcile();
            run.see(APP_PRE_DEPLOY_TASKS, 0, State.FAILED).reconcile();
            RunStatus ended = run.status();

            run.later(Duration.ofDays(1)).see(APP_PRE_DEPLOY_TASKS, 0, State.SUCCEEDED).deployed().supersededBy("cart-2").newGeneration().blockDeployment(false)
                    .members(new MemberStatus("api", "1", State.FAILED));
            Decision decision = run.look();

            assertThat(decision.status()).isEqualTo(ended);
            assertThat(decision.changed()).isFalse();
            assertThat(decision.actions()).isEmpty();
            assertThat(decision.requeueAfter()).isEmpty();
        }
    }

    @Nested
    class WithoutBlocking {

        static Stream<Phase> checkPhases() {
            return RunDeciderTest.checkPhases();
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void aFailedCheckIsAWarningAndTheRunGoesOn(Phase phase) {
            Scenario run = Scenario.of(phase).blockDeployment(false).list(phase, "good", "bad").upTo(phase);

            run.see(phase, 0, State.SUCCEEDED).see(phase, 1, State.FAILED, "exit code 1").deployed().reconcile();

            RunStatus status = run.status();
            assertThat(status.phase(phase).state()).isEqualTo(State.WARNING);
            assertThat(status.phase(phase).items()).extracting(ItemStatus::state).containsExactly(State.SUCCEEDED, State.FAILED);
            assertThat(last(status, TransitionType.PHASE_WARNED).message()).isEqualTo("bad (blockDeployment is false): exit code 1");
            assertThat(status.state()).isEqualTo(State.SUCCEEDED);
            assertThat(status.completed()).isTrue();
            assertThat(count(status, TransitionType.PHASE_ERRORED)).isZero();
        }

        @Test
        void theWarningWaitsForTheOtherChecksOfThePhase() {
            Scenario run = Scenario.workload().blockDeployment(false).list(WORKLOAD_PRE_DEPLOY_TASKS, "bad", "running");
            run.reconcile();
            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED).see(WORKLOAD_PRE_DEPLOY_TASKS, 1, State.PROGRESSING).reconcile();
            assertThat(run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).state()).isEqualTo(State.PROGRESSING);
            assertThat(GateDecider.approved(run.status())).isFalse();

            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 1, State.SUCCEEDED).reconcile();

            assertThat(run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).state()).isEqualTo(State.WARNING);
            assertThat(GateDecider.approved(run.status())).isTrue();
        }

        @Test
        void aWarningStaysWhenBlockingIsSwitchedOnAgain() {
            Scenario run = Scenario.workload().blockDeployment(false).list(WORKLOAD_PRE_DEPLOY_TASKS, "bad").upTo(WORKLOAD_PRE_DEPLOY_TASKS);
            run.see(WORKLOAD_PRE_DEPLOY_TASKS, 0, State.FAILED).reconcile();

            run.blockDeployment(true).deployed().reconcile();

            assertThat(run.status().phase(WORKLOAD_PRE_DEPLOY_TASKS).state()).isEqualTo(State.WARNING);
            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        }
    }

    @Nested
    class Blocked {

        static Stream<Phase> checkPhases() {
            return RunDeciderTest.checkPhases();
        }

        @ParameterizedTest
        @MethodSource("checkPhases")
        void aMissingDefinitionIsNamedOnceAfterThePatienceAndTheRunResumes(Phase phase) {
            Scenario run = Scenario.of(phase).list(phase, "smoke").problem(phase, 0, MISSING).upTo(phase);

            Decision first = run.reconcile();
            assertThat(first.status().blocker()).isEmpty();
            assertThat(first.actions()).isEmpty();
            assertThat(first.requeueAfter().orElseThrow()).isPositive().isLessThan(PATIENCE.plusMillis(10));

            run.later(first.requeueAfter().get()).reconcile();
            assertThat(run.status().blocker()).contains(MISSING);
            assertThat(last(run.status(), TransitionType.BLOCKED)).satisfies(t -> {
                assertThat(t.phase()).contains(phase);
                assertThat(t.item()).isEqualTo("DefinitionNotFound");
                assertThat(t.message()).isEqualTo(MISSING.message());
            });
            assertThat(run.status().state()).isEqualTo(State.PROGRESSING);

            Decision again = run.later(Duration.ofHours(1)).look();
            assertThat(again.changed()).isFalse();
            assertThat(again.requeueAfter()).isEmpty();

            run.solve(phase, 0).reconcile();
            assertThat(run.status().blocker()).isEmpty();
            run.see(phase, 0, State.SUCCEEDED).deployed().reconcile();
            assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
            assertThat(count(run.status(), TransitionType.BLOCKED)).isEqualTo(1);
        }

        @Test
        void aDefinitionThatComesWithinThePatienceIsNeverToldOf() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING);
            run.reconcile();

            run.later(Duration.ofMillis(2900)).solve(APP_PRE_DEPLOY_TASKS, 0).reconcile();

            assertThat(run.status().blocker()).isEmpty();
            assertThat(count(run.status(), TransitionType.BLOCKED)).isZero();
        }

        @Test
        void theOtherChecksOfThePhaseRunMeanwhile() {
            Decision decision = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING).look();

            assertThat(decision.actions()).extracting(a -> a.check().definition()).containsExactly("load");
        }

        @Test
        void theItemSaysWhyItCannotStart() {
            Decision decision = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING).look();

            assertThat(decision.status().phase(APP_PRE_DEPLOY_TASKS).items()).extracting(ItemStatus::message).containsExactly(MISSING.message());
        }

        @Test
        void aTaskThatExistsButDoesNotMoveBlocksToo() {
            Blocker refused = Blocker.stuck("JobRefused", "the API server refused the Job");
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();

            run.later(Duration.ofMinutes(1)).problem(APP_PRE_DEPLOY_TASKS, 0, refused).reconcile();

            assertThat(run.status().blocker()).contains(refused);
        }

        @Test
        void aDefinitionThatIsDeletedAfterItsCheckHasEndedBlocksNothing() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_EVALUATIONS, "cpu", "memory");
            run.reconcile();
            run.see(APP_PRE_DEPLOY_EVALUATIONS, 0, State.SUCCEEDED).reconcile();

            run.later(Duration.ofMinutes(1)).problem(APP_PRE_DEPLOY_EVALUATIONS, 0, MISSING).reconcile();

            assertThat(run.status().blocker()).isEmpty();
            assertThat(count(run.status(), TransitionType.BLOCKED)).isZero();
        }

        @Test
        void anotherCauseIsToldOfToo() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING);
            Blocker other = Blocker.stuck("DefinitionNotFound", "KeptnTaskDefinition load exists nowhere; create it");
            run.problem(APP_PRE_DEPLOY_TASKS, 1, other);
            run.reconcile();
            run.later(Duration.ofSeconds(4)).reconcile();

            run.solve(APP_PRE_DEPLOY_TASKS, 0).reconcile();

            assertThat(run.status().blocker()).contains(other);
            assertThat(count(run.status(), TransitionType.BLOCKED)).isEqualTo(2);
        }

        @Test
        void aFailureEndsABlockedPhase() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING);
            run.reconcile();
            run.later(Duration.ofSeconds(4)).reconcile();

            run.see(APP_PRE_DEPLOY_TASKS, 1, State.FAILED).reconcile();

            assertThat(run.status().state()).isEqualTo(State.FAILED);
            assertThat(run.status().blocker()).isEmpty();
        }

        @Test
        void aDeployPhaseThatStandsIsNamedAfterThePatienceAndLooksAgainInTime() {
            Blocker missing = Blocker.stuck("WorkloadVersionNotFound", "apply it");
            Scenario run = Scenario.app().deploy(new DeployObservation(State.PROGRESSING, "", Optional.of(missing), Optional.of(Duration.ofMinutes(5))));

            assertThat(run.reconcile().requeueAfter().orElseThrow()).isBetween(PATIENCE, PATIENCE.plusMillis(10));

            Decision decision = run.later(Duration.ofSeconds(4)).reconcile();
            assertThat(decision.status().blocker()).contains(missing);
            assertThat(decision.requeueAfter()).contains(Duration.ofMinutes(5));
            assertThat(last(decision.status(), TransitionType.BLOCKED).phase()).contains(APP_DEPLOY);
        }
    }

    @Nested
    class Hold {

        private final Blocker waiting = Blocker.waiting("WaitingForApp", "waits for the app");
        private final Blocker stuck = Blocker.stuck("AppVersionNotFound", "no app version lists it; correct the KeptnApp");

        @Test
        void aShortHoldIsNotWorthAWrite() {
            Decision decision = Scenario.workload().hold(stuck).later(Duration.ofSeconds(1)).look();

            assertThat(decision.changed()).isFalse();
            assertThat(decision.requeueAfter()).contains(Duration.ofMillis(2001));
        }

        @Test
        void aRunOnHoldDoesNotBeginAndSaysWhyOnce() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").hold(stuck).later(Duration.ofSeconds(3));

            Decision decision = run.reconcile();

            assertThat(decision.status().start()).isEmpty();
            assertThat(decision.status().state()).isEqualTo(State.PENDING);
            assertThat(decision.status().blocker()).contains(stuck);
            assertThat(decision.actions()).isEmpty();
            assertThat(Story.of(decision.status(), List.of())).containsExactly("Blocked AppVersionNotFound");
            assertThat(run.later(Duration.ofDays(1)).look().changed()).isFalse();
        }

        @Test
        void theCreationsAreToldOfWithTheFirstWriteAndNotAgainWhenTheRunBegins() {
            Scenario run = Scenario.workload().births(new RunIdentity.Birth(TransitionType.CREATE_WORKLOAD_VERSION, "cart-api-1.0")).hold(stuck);

            assertThat(run.reconcile().status().transitions()).isEmpty();
            run.later(Duration.ofSeconds(3)).reconcile();
            run.unhold().later(Duration.ofSeconds(1)).reconcile();

            assertThat(Story.of(run.status(), List.of())).startsWith("CreateWorkloadVersion cart-api-1.0", "Blocked AppVersionNotFound", "PhaseStarted WorkloadPreDeployTasks");
            assertThat(count(run.status(), TransitionType.CREATE_WORKLOAD_VERSION)).isEqualTo(1);
        }

        @Test
        void aHoldThatEndsByItselfIsAConditionAndNoEvent() {
            Scenario run = Scenario.workload().hold(waiting).later(Duration.ofSeconds(3));

            run.reconcile();

            assertThat(run.status().blocker()).contains(waiting);
            assertThat(run.status().transitions()).isEmpty();
        }

        @Test
        void theRunBeginsWhenTheHoldIsLifted() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke").hold(stuck).later(Duration.ofSeconds(3));
            run.reconcile();

            run.unhold().later(Duration.ofSeconds(1)).reconcile();

            assertThat(run.status().blocker()).isEmpty();
            assertThat(run.status().start()).contains(run.now());
            assertThat(run.status().currentPhase()).contains(WORKLOAD_PRE_DEPLOY_TASKS);
        }

        @Test
        void aRunThatHasBegunIsNotHeldAnyMore() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();

            run.hold(stuck).seeAll(WORKLOAD_PRE_DEPLOY_TASKS, State.SUCCEEDED).later(Duration.ofMinutes(1)).reconcile();

            assertThat(run.status().currentPhase()).contains(WORKLOAD_DEPLOY);
            assertThat(run.status().blocker()).isEmpty();
        }

        @Test
        void nothingIsReleasedOnHoldEvenWhenThePodsAreReady() {
            Scenario run = Scenario.workload().hold(waiting).deployed().later(Duration.ofMinutes(1));

            run.reconcile();

            assertThat(GateDecider.approved(run.status())).isFalse();
        }
    }

    @Nested
    class Superseded {

        @Test
        void runningChecksAndTheirPhaseAreCancelledAndTheRunEndsDeprecated() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_EVALUATIONS, "done", "running", "missing").problem(APP_PRE_DEPLOY_EVALUATIONS, 2, MISSING);
            run.reconcile();
            run.see(APP_PRE_DEPLOY_EVALUATIONS, 0, State.SUCCEEDED).see(APP_PRE_DEPLOY_EVALUATIONS, 1, State.PROGRESSING).reconcile();

            Decision decision = run.later(Duration.ofSeconds(9)).supersededBy("cart-2.0").reconcile();

            RunStatus status = decision.status();
            assertThat(Story.of(status, run.checks(APP_PRE_DEPLOY_EVALUATIONS))).endsWith(
                    "Cancelled AppPreDeployEvaluations running Deprecated",
                    "Cancelled AppPreDeployEvaluations",
                    "Deprecated Deprecated",
                    "DeprecateAppVersion cart-1.0-6b86b273",
                    "Ended Deprecated");
            assertThat(status.phase(APP_PRE_DEPLOY_TASKS).state()).isEqualTo(State.SUCCEEDED);
            assertThat(Phase.of(Level.APP, true).subList(1, 6)).allSatisfy(p -> assertThat(status.phase(p).state()).isEqualTo(State.DEPRECATED));
            assertThat(status.phase(APP_PRE_DEPLOY_EVALUATIONS).items()).extracting(ItemStatus::state).containsExactly(State.SUCCEEDED, State.DEPRECATED, State.DEPRECATED);
            assertThat(status.phase(APP_PRE_DEPLOY_EVALUATIONS).items()).allSatisfy(i -> assertThat(i.end()).isPresent());
            assertThat(status.state()).isEqualTo(State.DEPRECATED);
            assertThat(status.end()).contains(run.now());
            assertThat(status.completed()).isFalse();
            assertThat(last(status, TransitionType.ENDED).message()).isEqualTo("superseded by cart-2.0");
            assertThat(decision.actions()).isEmpty();
        }

        @Test
        void aWorkloadThatIsNotReleasedStaysAtTheGate() {
            Scenario run = Scenario.workload().list(WORKLOAD_PRE_DEPLOY_TASKS, "smoke");
            run.reconcile();

            run.seeAll(WORKLOAD_PRE_DEPLOY_TASKS, State.SUCCEEDED).deployed().supersededBy("cart-api-2.0").reconcile();

            assertThat(GateDecider.approved(run.status())).isFalse();
            assertThat(count(run.status(), TransitionType.DEPRECATE_APP_VERSION)).isZero();
        }

        @Test
        void podsOfAReleasedWorkloadMayStillStart() {
            Scenario run = Scenario.workload().upTo(WORKLOAD_DEPLOY);

            run.supersededBy("cart-api-2.0").reconcile();

            assertThat(run.status().phase(WORKLOAD_DEPLOY).state()).isEqualTo(State.DEPRECATED);
            assertThat(GateDecider.approved(run.status())).isTrue();
        }

        @Test
        void aRunThatHasNotBegunEndsWithoutStartingAPhase() {
            Scenario run = Scenario.app().births(new RunIdentity.Birth(TransitionType.CREATE_APP_VERSION, "cart-1")).hold(Blocker.waiting("OlderVersionRunning", "waits"))
                    .supersededBy("cart-2.0");

            run.reconcile();

            assertThat(Story.phases(run.status())).containsExactly("CreateAppVersion cart-1", "Deprecated Deprecated", "DeprecateAppVersion cart-1.0-6b86b273", "Ended Deprecated");
            assertThat(Phase.of(Level.APP, true)).allSatisfy(p -> assertThat(run.status().phase(p).state()).isEqualTo(State.DEPRECATED));
        }

        @Test
        void aBlockerIsGoneWithTheRun() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").problem(APP_PRE_DEPLOY_TASKS, 0, MISSING);
            run.reconcile();
            run.later(Duration.ofSeconds(4)).reconcile();

            run.supersededBy("cart-2.0").reconcile();

            assertThat(run.status().blocker()).isEmpty();
        }
    }

    @Nested
    class Members {

        @Test
        void everyChangeOfAWorkloadIsToldOnce() {
            Scenario run = Scenario.app().members(new MemberStatus("api", "1", State.PENDING), new MemberStatus("ui", "1", State.PENDING));
            run.reconcile();
            run.members(new MemberStatus("api", "1", State.PROGRESSING), new MemberStatus("ui", "1", State.PENDING)).reconcile();
            run.later(Duration.ofSeconds(1)).reconcile();
            run.members(new MemberStatus("api", "1", State.SUCCEEDED), new MemberStatus("ui", "1", State.PROGRESSING)).reconcile();

            assertThat(Story.of(run.status(), List.of()).stream().filter(line -> line.startsWith("ReconcileWorkload"))).containsExactly(
                    "ReconcileWorkload AppDeploy api Progressing", "ReconcileWorkload AppDeploy api Succeeded", "ReconcileWorkload AppDeploy ui Progressing");
            assertThat(run.status().members()).containsExactly(new MemberStatus("api", "1", State.SUCCEEDED), new MemberStatus("ui", "1", State.PROGRESSING));
        }

        @ParameterizedTest
        @EnumSource(names = {"SUCCEEDED", "FAILED"})
        void aWorkloadThatEndedBeforeItWasLookedAtIsToldAsIfItHadBeen(State verdict) {
            Scenario run = Scenario.app().members(new MemberStatus("api", "1", State.PENDING));
            run.reconcile();
            run.members(new MemberStatus("api", "1", verdict)).reconcile();

            assertThat(Story.of(run.status(), List.of()).stream().filter(line -> line.startsWith("ReconcileWorkload"))).containsExactly(
                    "ReconcileWorkload AppDeploy api Progressing", "ReconcileWorkload AppDeploy api " + verdict.wire());
        }

        @Test
        void aWorkloadListedInTwoVersionsIsNotToldOfAtEveryLook() {
            Scenario run = Scenario.app().members(new MemberStatus("api", "1", State.SUCCEEDED), new MemberStatus("api", "2", State.PROGRESSING));
            run.reconcile();

            assertThat(run.later(Duration.ofSeconds(1)).look().changed()).isFalse();
        }

        @Test
        void workloadsAreNotWatchedBeforeTheAppsOwnPreDeploymentChecksPassed() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke").members(new MemberStatus("api", "1", State.PROGRESSING));

            run.reconcile();

            assertThat(run.status().members()).isEmpty();
        }
    }

    @Nested
    class Twice {

        @Test
        void decidingOnItsOwnResultChangesNothing() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke", "load").problem(APP_PRE_DEPLOY_TASKS, 1, MISSING).later(Duration.ofMinutes(1));
            Decision first = run.look();

            Decision second = run.recorded(first.status()).look();

            assertThat(second.status()).isEqualTo(first.status());
            assertThat(second.actions()).isEqualTo(first.actions());
            assertThat(second.changed()).isFalse();
        }

        @Test
        void whatTheActionsMadeBecomesPartOfTheSameStatus() {
            Scenario run = Scenario.app().list(APP_PRE_DEPLOY_TASKS, "smoke");
            Decision before = run.look();
            CheckObservation asked = before.actions().get(0).check();
            CheckObservation created = asked.with(
                    Optional.of(new CheckObservation.Child(State.PENDING, Optional.empty(), Optional.empty(), "")), Optional.empty());

            Decision after = RunDecider.decide(before.observation().with(created));

            assertThat(after.actions()).isEmpty();
            assertThat(after.status().phase(APP_PRE_DEPLOY_TASKS).items()).extracting(ItemStatus::name).containsExactly(asked.name());
            assertThat(count(after.status(), TransitionType.PHASE_STARTED)).isEqualTo(1);
            assertThat(count(after.status(), TransitionType.CREATE_TASK)).isEqualTo(1);
        }
    }
}
