package dev.dromon.phase;

import static dev.dromon.model.Phase.WORKLOAD_PRE_DEPLOY_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.Intervention;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/reference/severity.md; the scenarios begin on 2026-01-02. */
class SeverityTest {

    private static final Phase PRE = WORKLOAD_PRE_DEPLOY_TASKS;
    private static final String WARNED = "PHASE_WARNED";

    static Stream<Phase> checkPhases() {
        return Arrays.stream(Phase.values()).filter(p -> p.kind() != Phase.Kind.DEPLOY);
    }

    private static Optional<Transition> end(RunStatus status, Phase phase) {
        return status.transitions().stream().filter(t -> t.phase().equals(Optional.of(phase)))
                .filter(t -> t.type() == TransitionType.PHASE_SUCCEEDED || t.type() == TransitionType.PHASE_WARNED || t.type() == TransitionType.PHASE_ERRORED).findFirst();
    }

    @ParameterizedTest(name = "{0}, blockDeployment={1}, check {2}")
    @CsvSource({
        // reference                        blockDeployment  outcome     counts   phase      told             gate   run
        "check,                             true,            Succeeded,  BLOCK,   SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check,                             true,            Failed,     BLOCK,   FAILED,    PHASE_ERRORED,   shut,  FAILED",
        "check,                             true,            Deprecated, BLOCK,   FAILED,    PHASE_ERRORED,   shut,  FAILED",
        "check,                             false,           Succeeded,  BLOCK,   SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check,                             false,           Failed,     BLOCK,   WARNING,   PHASE_WARNED,    open,  PROGRESSING",
        "check:block,                       true,            Failed,     BLOCK,   FAILED,    PHASE_ERRORED,   shut,  FAILED",
        "check:block,                       false,           Failed,     BLOCK,   WARNING,   PHASE_WARNED,    open,  PROGRESSING",
        "check:warn,                        true,            Succeeded,  WARN,    SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:warn,                        true,            Failed,     WARN,    WARNING,   PHASE_WARNED,    open,  PROGRESSING",
        "check:warn,                        true,            Deprecated, WARN,    WARNING,   PHASE_WARNED,    open,  PROGRESSING",
        "check:warn,                        false,           Failed,     WARN,    WARNING,   PHASE_WARNED,    open,  PROGRESSING",
        "check:observe,                     true,            Succeeded,  OBSERVE, SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe,                     true,            Failed,     OBSERVE, SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe,                     false,           Failed,     OBSERVE, SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe-until=2026-01-02,    true,            Failed,     OBSERVE, SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe-until=2026-01-02,    false,           Failed,     OBSERVE, SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe-until=2026-01-01,    true,            Failed,     BLOCK,   FAILED,    PHASE_ERRORED,   shut,  FAILED",
        "check:observe-until=2026-01-01,    true,            Succeeded,  BLOCK,   SUCCEEDED, PHASE_SUCCEEDED, open,  PROGRESSING",
        "check:observe-until=2026-01-01,    false,           Failed,     BLOCK,   WARNING,   PHASE_WARNED,    open,  PROGRESSING"})
    void theTable(String reference, boolean blockDeployment, String outcome, Severity counts, State phase, TransitionType told, String gate, State run) {
        Scenario scenario = Scenario.workload().blockDeployment(blockDeployment).list(PRE, reference);
        scenario.reconcile();

        scenario.later(Duration.ofSeconds(1)).see(PRE, 0, State.of(outcome), "exit code 1").reconcile();

        RunStatus status = scenario.status();
        assertThat(status.phase(PRE).items()).singleElement().satisfies(i -> assertThat(i.severity()).isEqualTo(counts)).satisfies(i -> assertThat(i.state().wire()).isEqualTo(outcome));
        assertThat(status.phase(PRE).state()).isEqualTo(phase);
        assertThat(end(status, PRE)).hasValueSatisfying(t -> assertThat(t.type()).isEqualTo(told));
        assertThat(GateDecider.approved(status)).isEqualTo("open".equals(gate));
        assertThat(status.state()).isEqualTo(run);
    }

    @ParameterizedTest
    @MethodSource("checkPhases")
    void theTableHoldsInEveryPhase(Phase phase) {
        for (String severity : new String[] {"block", "warn", "observe"}) {
            Scenario run = Scenario.of(phase).list(phase, "good", "bad:" + severity).upTo(phase);

            run.see(phase, 0, State.SUCCEEDED).see(phase, 1, State.FAILED, "exit code 1").reconcile();

            assertThat(run.status().phase(phase).state()).isEqualTo(switch (severity) {
                case "block" -> State.FAILED;
                case "warn" -> State.WARNING;
                default -> State.SUCCEEDED;
            });
        }
    }

    @Test
    void aFailureThatBlocksWinsOverThoseThatDoNotAndTheMessageNamesWhatCounts() {
        Scenario run = Scenario.workload().list(PRE, "a", "b:warn", "c:observe").upTo(PRE);

        run.see(PRE, 0, State.FAILED, "exit 1").see(PRE, 1, State.FAILED, "exit 2").see(PRE, 2, State.FAILED, "exit 3").reconcile();

        assertThat(run.status().state()).isEqualTo(State.FAILED);
        assertThat(end(run.status(), PRE)).hasValueSatisfying(t -> assertThat(t.message()).isEqualTo("a: exit 1; b (severity warn): exit 2"));
    }

    @Test
    void aWarningNamesWhyEachFailureDidNotBlock() {
        Scenario run = Scenario.workload().blockDeployment(false).list(PRE, "a", "b:warn", "c").upTo(PRE);

        run.see(PRE, 0, State.FAILED, "exit 1").see(PRE, 1, State.FAILED).see(PRE, 2, State.SUCCEEDED).reconcile();

        assertThat(end(run.status(), PRE)).hasValueSatisfying(t -> assertThat(t.type().name()).isEqualTo(WARNED))
                .hasValueSatisfying(t -> assertThat(t.message()).isEqualTo("a (blockDeployment is false): exit 1; b (severity warn)"));
    }

    @Test
    void aWarningWaitsForTheOtherChecksWhileOneThatBlocksCanStillFail() {
        Scenario run = Scenario.workload().list(PRE, "a", "b:warn").upTo(PRE);
        run.see(PRE, 0, State.PROGRESSING).see(PRE, 1, State.FAILED).reconcile();
        assertThat(run.status().phase(PRE).state()).isEqualTo(State.PROGRESSING);
        assertThat(GateDecider.approved(run.status())).isFalse();

        run.see(PRE, 0, State.FAILED).reconcile();

        assertThat(run.status().phase(PRE).state()).isEqualTo(State.FAILED);
        assertThat(GateDecider.approved(run.status())).isFalse();
    }

    @Test
    void severityIsSettledWhenTheCheckIsCreatedAndNotLater() {
        Scenario run = Scenario.workload().list(PRE, "a", "scan:observe-until=2026-01-02").upTo(PRE);
        assertThat(run.status().phase(PRE).items()).extracting(ItemStatus::severity).containsExactly(Severity.BLOCK, Severity.OBSERVE);

        run.later(Duration.ofDays(2)).see(PRE, 0, State.SUCCEEDED).see(PRE, 1, State.FAILED).reconcile();

        assertThat(run.status().phase(PRE).state()).isEqualTo(State.SUCCEEDED);
        assertThat(run.status().phase(PRE).items().get(1).severity()).isEqualTo(Severity.OBSERVE);
    }

    @Test
    void anAttemptThatIsCreatedAfterTheDayBlocks() {
        Scenario run = Scenario.workload().list(PRE, "a", "scan:observe-until=2026-01-02").upTo(PRE);
        run.see(PRE, 0, State.PROGRESSING).see(PRE, 1, State.FAILED).reconcile();

        run.later(Duration.ofDays(2)).ask(Intervention.Verb.RETRY, "scan").reconcile();
        run.reconcile();

        assertThat(run.status().phase(PRE).items().get(1)).satisfies(i -> assertThat(i.attempt()).isEqualTo(2)).satisfies(i -> assertThat(i.severity()).isEqualTo(Severity.BLOCK));
    }

    @Test
    void aSuffixChangesNothingElseOfTheCheck() {
        Scenario plain = Scenario.workload().list(PRE, "a", "b").upTo(PRE);
        Scenario suffixed = Scenario.workload().list(PRE, "a:warn", "b:block").upTo(PRE);

        assertThat(suffixed.status().phase(PRE).items()).extracting(ItemStatus::name).isEqualTo(plain.status().phase(PRE).items().stream().map(ItemStatus::name).toList());
        assertThat(suffixed.status().phase(PRE).items()).extracting(ItemStatus::definition).containsExactly("a", "b");
        assertThat(suffixed.status().transitions()).isEqualTo(plain.status().transitions());
    }
}
