package dev.dromon.phase;

import static dev.dromon.model.Phase.APP_DEPLOY;
import static dev.dromon.model.Phase.APP_POST_DEPLOY_TASKS;
import static dev.dromon.model.Phase.WORKLOAD_DEPLOY;
import static dev.dromon.model.Phase.WORKLOAD_POST_DEPLOY_TASKS;
import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.Decision;
import dev.dromon.model.Intervention.Verb;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservedChecksTest {

    private static final Phase PRE = WORKLOAD_PRE_DEPLOY_TASKS;
    private static final Blocker MISSING = Blocker.stuck("DefinitionNotFound", "KeptnTaskDefinition scan exists nowhere; create it");

    private static ItemStatus item(Scenario run, Phase phase) {
        return run.status().phase(phase).items().get(0);
    }

    private static Optional<Transition> last(Scenario run, TransitionType type) {
        return run.status().transitions().stream().filter(t -> t.type() == type).reduce((a, b) -> b);
    }

    /** A workload that is deployed and through, except for a check before its deployment that is only observed. */
    private static Scenario waiting() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe").deployed();
        run.reconcile();
        return run.see(PRE, 0, State.PROGRESSING);
    }

    @Test
    void noPhaseWaitsForWhatIsOnlyObservedButItIsCreatedAndFollowed() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe");

        Decision first = run.reconcile();

        assertThat(GateDecider.approved(run.status())).isTrue();
        assertThat(run.status().currentPhase()).contains(WORKLOAD_DEPLOY);
        assertThat(item(run, PRE).created()).isTrue();
        assertThat(first.actions()).isEmpty();
        run.later(Duration.ofSeconds(1)).see(PRE, 0, State.PROGRESSING).reconcile();
        assertThat(item(run, PRE).state()).isEqualTo(State.PROGRESSING);
        run.later(Duration.ofSeconds(1)).see(PRE, 0, State.FAILED, "exit code 1").reconcile();
        assertThat(item(run, PRE)).satisfies(i -> assertThat(i.state()).isEqualTo(State.FAILED)).satisfies(i -> assertThat(i.message()).isEqualTo("exit code 1"));
        assertThat(last(run, TransitionType.RECONCILE_TASK)).hasValueSatisfying(t -> assertThat(t.to()).contains(State.FAILED));
        assertThat(run.status().phase(PRE).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void theRunWaitsAtItsEndUntilTheOutcomeIsKnownAndSaysSo() {
        Scenario run = waiting();
        run.later(RunDraft.PATIENCE.plusMillis(1)).reconcile();
        assertThat(run.status().ended()).isFalse();
        assertThat(run.status().blocker()).hasValueSatisfying(b -> assertThat(b.reason()).isEqualTo("WaitingForObservedChecks"))
                .hasValueSatisfying(b -> assertThat(b.message()).contains("scan")).hasValueSatisfying(b -> assertThat(b.stuck()).isFalse());

        run.later(Duration.ofMinutes(1)).see(PRE, 0, State.FAILED, "exit code 1").reconcile();

        assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(run.status().phases().values()).extracting(p -> p.state()).containsOnly(State.SUCCEEDED);
        assertThat(last(run, TransitionType.ENDED)).hasValueSatisfying(t -> assertThat(t.message()).isEqualTo("all phases are through; only observed: scan: exit code 1"));
    }

    @Test
    void aDefinitionThatIsMissingHoldsNothingUpAndIsToldAtTheEnd() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe").problem(PRE, 0, MISSING).deployed();
        Decision early = run.reconcile();
        assertThat(GateDecider.approved(run.status())).isTrue();
        assertThat(run.status().ended()).as("what is applied together may still arrive").isFalse();
        assertThat(early.requeueAfter()).isPresent();

        run.later(RunDraft.PATIENCE.plusMillis(1)).reconcile();

        assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(item(run, PRE)).satisfies(i -> assertThat(i.state()).isEqualTo(State.DEPRECATED)).satisfies(i -> assertThat(i.message()).isEqualTo(MISSING.message()));
        assertThat(last(run, TransitionType.BLOCKED)).hasValueSatisfying(t -> assertThat(t.message()).isEqualTo(MISSING.message()));
    }

    @Test
    void aDefinitionThatComesBeforeTheEndIsUsed() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe").problem(PRE, 0, MISSING);
        run.reconcile();
        assertThat(item(run, PRE).created()).isFalse();

        Decision decision = run.later(Duration.ofMinutes(1)).solve(PRE, 0).look();

        assertThat(decision.actions()).extracting(Action::kind).containsExactly(Action.Kind.CREATE_TASK);
        run.reconcile();
        assertThat(item(run, PRE).created()).isTrue();
    }

    @Test
    void aTaskThatCannotGoOnIsStoppedAtTheEnd() {
        Scenario run = waiting().problem(PRE, 0, Blocker.stuck("TaskDefinitionInvalid", "correct it"));

        run.later(RunDraft.PATIENCE.plusMillis(1)).reconcile();

        assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(item(run, PRE).state()).isEqualTo(State.DEPRECATED);
        assertThat(last(run, TransitionType.CANCELLED)).hasValueSatisfying(t -> assertThat(t.item()).isEqualTo(item(run, PRE).name()));
    }

    @Test
    void aTaskThatOnlyTakesTimeIsWaitedFor() {
        Scenario run = waiting().problem(PRE, 0, Blocker.waiting("WaitingForAnswer", "asked"));

        run.later(Duration.ofHours(1)).reconcile();

        assertThat(run.status().ended()).isFalse();
    }

    @Test
    void aRunThatFailsStopsWhatIsOnlyObserved() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe").list(WORKLOAD_POST_DEPLOY_TASKS, "bad", "trial:observe").deployed();
        run.reconcile();

        run.later(Duration.ofSeconds(1)).see(WORKLOAD_POST_DEPLOY_TASKS, 0, State.FAILED).reconcile();

        assertThat(run.status().state()).isEqualTo(State.FAILED);
        assertThat(item(run, PRE).state()).isEqualTo(State.DEPRECATED);
        assertThat(run.status().phase(WORKLOAD_POST_DEPLOY_TASKS).items()).extracting(ItemStatus::state).containsExactly(State.FAILED, State.DEPRECATED);
        assertThat(run.status().transitions().stream().filter(t -> t.type() == TransitionType.CANCELLED).map(Transition::item))
                .containsExactlyInAnyOrder(item(run, PRE).name(), run.status().phase(WORKLOAD_POST_DEPLOY_TASKS).items().get(1).name());
    }

    @Test
    void aNewerVersionStopsWhatIsOnlyObserved() {
        Scenario run = waiting();

        run.supersededBy("cart-2").reconcile();

        assertThat(run.status().state()).isEqualTo(State.DEPRECATED);
        assertThat(item(run, PRE).state()).isEqualTo(State.DEPRECATED);
        assertThat(run.status().phase(PRE).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aCheckThatIsNoLongerListedIsStopped() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe");
        run.reconcile();

        run.list(PRE).newGeneration().reconcile();

        assertThat(item(run, PRE)).satisfies(i -> assertThat(i.state()).isEqualTo(State.DEPRECATED)).satisfies(i -> assertThat(i.message()).contains("not listed"));
    }

    @Test
    void whatIsListedLaterInAPhaseThatHasPassedIsNotCreated() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe");
        run.reconcile();
        run.see(PRE, 0, State.PROGRESSING);

        run.list(PRE, "scan:observe", "late:observe", "later").newGeneration();

        assertThat(run.look().actions()).extracting(a -> a.check().definition()).doesNotContain("late", "later");
    }

    @Test
    void skipEndsTheWaitForACheckOfAnEarlierPhase() {
        Scenario run = waiting();
        run.reconcile();

        run.ask(Verb.SKIP, "scan: takes too long").reconcile();

        assertThat(run.status().state()).isEqualTo(State.SUCCEEDED);
        assertThat(item(run, PRE).state()).isEqualTo(State.WARNING);
        assertThat(run.status().phase(PRE).state()).as("its phase is not concerned").isEqualTo(State.SUCCEEDED);
    }

    @Test
    void retryRunsAFailedOneAgainWhileTheRunGoesOn() {
        Scenario run = Scenario.workload().list(PRE, "scan:observe");
        run.reconcile();
        run.see(PRE, 0, State.FAILED).reconcile();

        run.ask(Verb.RETRY, "scan").reconcile();
        run.reconcile();

        assertThat(item(run, PRE)).satisfies(i -> assertThat(i.attempt()).isEqualTo(2)).satisfies(i -> assertThat(i.created()).isTrue())
                .satisfies(i -> assertThat(i.state()).isEqualTo(State.PENDING));
    }

    @Test
    void whatFailedWithAWarningIsNotRetriedWhenItsPhaseHasPassed() {
        Scenario run = Scenario.app().list(APP_POST_DEPLOY_TASKS, "lint:warn", "scan:observe").promotion(false).upTo(APP_DEPLOY).deployed();
        run.reconcile();
        run.see(APP_POST_DEPLOY_TASKS, 0, State.FAILED).see(APP_POST_DEPLOY_TASKS, 1, State.PROGRESSING).reconcile();
        assertThat(run.status().phase(APP_POST_DEPLOY_TASKS).state()).isEqualTo(State.WARNING);
        assertThat(run.status().ended()).isFalse();

        run.ask(Verb.RETRY, "lint").reconcile();

        assertThat(last(run, TransitionType.REFUSED)).isPresent();
        assertThat(item(run, APP_POST_DEPLOY_TASKS).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aRunWhoseBlockingCheckIsRetriedGoesOnAlthoughAnObservedOneHasFailed() {
        Scenario run = Scenario.workload().list(PRE, "smoke", "scan:observe", "lint:warn").upTo(PRE);
        run.see(PRE, 0, State.FAILED).see(PRE, 1, State.FAILED).see(PRE, 2, State.FAILED).reconcile();
        assertThat(run.status().state()).isEqualTo(State.FAILED);

        run.ask(Verb.RETRY, "smoke").reconcile();
        run.reconcile();
        run.see(PRE, 0, State.SUCCEEDED).reconcile();

        assertThat(run.status().phase(PRE).state()).isEqualTo(State.WARNING);
        assertThat(GateDecider.approved(run.status())).isTrue();
    }

    @Test
    void approveWaivesWhatIsOnlyObservedToo() {
        Scenario run = Scenario.workload().list(PRE, "smoke", "scan:observe").upTo(PRE);
        run.see(PRE, 0, State.FAILED).see(PRE, 1, State.PROGRESSING).reconcile();

        run.ask(Verb.APPROVE, "known").reconcile();

        assertThat(GateDecider.approved(run.status())).isTrue();
        assertThat(run.status().phase(PRE).state()).isEqualTo(State.WARNING);
    }
}
