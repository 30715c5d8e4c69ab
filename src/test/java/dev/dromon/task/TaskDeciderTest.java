package dev.dromon.task;

import static dev.dromon.model.State.DEPRECATED;
import static dev.dromon.model.State.FAILED;
import static dev.dromon.model.State.PENDING;
import static dev.dromon.model.State.PROGRESSING;
import static dev.dromon.model.State.SUCCEEDED;
import static dev.dromon.task.TaskDecision.Act.CREATE_JOB;
import static dev.dromon.task.TaskDecision.Act.DELETE_JOB;
import static dev.dromon.task.TaskDecision.Act.EXPIRE_JOB;
import static dev.dromon.task.TaskDecision.Act.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.dromon.model.Blocker;
import dev.dromon.model.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDeciderTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = START.plusSeconds(60);
    private static final String JOB = "pre-smoke-0123456789-1";
    private static final Blocker PROBLEM = Blocker.stuck("DefinitionNotFound", "KeptnTaskDefinition smoke exists nowhere; create it");
    private static final TaskStatus RUNNING = new TaskStatus(PROGRESSING, JOB, "", "", Optional.of(START), Optional.empty());

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void decides(String sentence, TaskObservation seen, TaskDecision.Act act, State state, String reason) {
        TaskDecision decision = TaskDecider.decide(seen);

        assertThat(decision.act()).isEqualTo(act);
        assertThat(decision.status().state()).isEqualTo(state);
        assertThat(decision.status().reason()).isEqualTo(reason);
        assertThat(decision.status().end().isPresent()).isEqualTo(state.completed());
    }

    static Stream<Arguments> rows() {
        TaskStatus waiting = new TaskStatus(PENDING, "", "DefinitionNotFound", "missing", Optional.empty(), Optional.empty());
        return Stream.of(
                arguments("a new task gets a Job", of(TaskStatus.NEW), CREATE_JOB, PROGRESSING, ""),
                arguments("a new task whose definition is missing waits", problem(TaskStatus.NEW), NONE, PENDING, "DefinitionNotFound"),
                arguments("a waiting task gets a Job as soon as nothing is wrong", of(waiting), CREATE_JOB, PROGRESSING, ""),
                arguments("a Job that was created before a crash is followed and not created again", job(TaskStatus.NEW), NONE, PROGRESSING, ""),
                arguments("a Job that was created before a crash and has ended meanwhile", job(TaskStatus.NEW, "Complete"), NONE, SUCCEEDED, ""),
                arguments("a Job without conditions is running", job(RUNNING), NONE, PROGRESSING, ""),
                arguments("a suspended Job is running, and says what it waits for", job(RUNNING, "Suspended"), NONE, PROGRESSING, "JobSuspended"),
                arguments("a Job that is not suspended any more says nothing", job(TaskDecider.decide(job(RUNNING, "Suspended")).status()), NONE, PROGRESSING, ""),
                arguments("a Job that was suspended before it failed has failed", job(RUNNING, "Suspended", "FailureTarget"), NONE, FAILED, "FailureTargetReason"),
                arguments("a Job that runs is followed although its definition is gone", problem(RUNNING, job()), NONE, PROGRESSING, ""),
                arguments("a complete Job", job(RUNNING, "Complete"), NONE, SUCCEEDED, ""),
                arguments("a Job that met its success criteria", job(RUNNING, "SuccessCriteriaMet"), NONE, SUCCEEDED, ""),
                arguments("a failed Job gives the reason of its failure", job(RUNNING, "Failed"), NONE, FAILED, "FailedReason"),
                arguments("a Job that is about to fail has failed", job(RUNNING, "FailureTarget"), NONE, FAILED, "FailureTargetReason"),
                arguments("the failure is found behind other conditions", job(RUNNING, "Suspended", "Failed"), NONE, FAILED, "FailedReason"),
                arguments("success wins over failure, as for Keptn", job(RUNNING, "FailureTarget", "Complete"), NONE, SUCCEEDED, ""),
                arguments("a Job that vanished is a failure and not a reason to run again", of(RUNNING), NONE, FAILED, "JobNotFound"),
                arguments("also when its definition is gone too", problem(RUNNING), NONE, FAILED, "JobNotFound"),
                arguments("a cancelled task that runs is recorded as such before its Job goes", cancelled(RUNNING, job()), NONE, DEPRECATED, "Cancelled"),
                arguments("a cancelled task whose Job has just ended likewise", cancelled(RUNNING, job("Complete")), NONE, DEPRECATED, "Cancelled"),
                arguments("a cancelled task without a Job gets none", cancelled(TaskStatus.NEW, Optional.empty()), NONE, DEPRECATED, "Cancelled"),
                arguments("a cancelled task whose definition is missing ends", cancelled(waiting, Optional.empty()), NONE, DEPRECATED, "Cancelled"));
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"SUCCEEDED", "FAILED", "DEPRECATED"})
    void aTaskThatHasEndedNeverGetsAJobAgainAndNeverChanges(State state) {
        TaskStatus ended = ended(state);

        for (TaskObservation seen : List.of(of(ended), problem(ended), job(ended, "Complete"), job(ended, "Failed"), job(ended), cancelled(ended, job()),
                cancelled(ended, Optional.empty()))) {
            TaskDecision decision = TaskDecider.decide(seen);
            assertThat(decision.status()).isEqualTo(ended);
            assertThat(decision.act()).isNotEqualTo(CREATE_JOB);
        }
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"SUCCEEDED", "FAILED"})
    void aJobMayExpireOnceItsOutcomeIsRecorded(State state) {
        assertThat(TaskDecider.decide(job(ended(state), "Complete")).act()).isEqualTo(EXPIRE_JOB);
        assertThat(TaskDecider.decide(new TaskObservation(ended(state), JOB, Optional.of(new TaskObservation.Job(List.of(), true)), Optional.empty(), Optional.empty(), NOW)).act())
                .isEqualTo(NONE);
        assertThat(TaskDecider.decide(of(ended(state))).act()).isEqualTo(NONE);
    }

    @Test
    void aJobMayNotExpireBeforeItsOutcomeIsRecorded() {
        assertThat(TaskDecider.decide(job(RUNNING, "Complete")).act()).isEqualTo(NONE);
    }

    @Test
    void aJobThatTurnsUpAfterItsTaskWasCancelledIsDeleted() {
        assertThat(TaskDecider.decide(job(ended(DEPRECATED))).act()).isEqualTo(DELETE_JOB);
        assertThat(TaskDecider.decide(of(ended(DEPRECATED))).act()).isEqualTo(NONE);
    }

    @Test
    void aCancelledTaskSaysWhy() {
        TaskStatus status = TaskDecider.decide(cancelled(RUNNING, job())).status();

        assertThat(status).isEqualTo(new TaskStatus(DEPRECATED, JOB, "Cancelled", "a newer version took over", Optional.of(START), Optional.of(NOW)));
    }

    @Test
    void theStatusOfARunningTaskNamesItsJobAndKeepsItsStart() {
        assertThat(TaskDecider.decide(of(TaskStatus.NEW)).status()).isEqualTo(new TaskStatus(PROGRESSING, JOB, "", "", Optional.of(NOW), Optional.empty()));
        assertThat(TaskDecider.decide(job(RUNNING)).status()).isEqualTo(RUNNING);
    }

    @Test
    void aWaitingTaskHasNoStartAndNoJob() {
        assertThat(TaskDecider.decide(problem(TaskStatus.NEW)).status())
                .isEqualTo(new TaskStatus(PENDING, "", "DefinitionNotFound", PROBLEM.message(), Optional.empty(), Optional.empty()));
    }

    @Test
    void theMessageOfAFailureIsTheJobsAndBounded() {
        TaskObservation.Condition failed = new TaskObservation.Condition("Failed", "BackoffLimitExceeded", "x".repeat(5000));
        TaskObservation.Job job = new TaskObservation.Job(List.of(failed), false);

        TaskStatus status = TaskDecider.decide(new TaskObservation(RUNNING, JOB, Optional.of(job), Optional.empty(), Optional.empty(), NOW)).status();

        assertThat(status.message()).hasSize(1024).startsWith("xxx").endsWith("…");
        assertThat(status.reason()).isEqualTo("BackoffLimitExceeded");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void aFailureSaysWhatThePodTells(String expected, LastAttempt last) {
        TaskStatus status = TaskDecider.decide(job(RUNNING, "Failed").withLast(last)).status();

        assertThat(status.message()).isEqualTo(expected);
        assertThat(status.reason()).isEqualTo("FailedReason");
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments("because", LastAttempt.silent(1, "pod")),
                arguments("because; container check ended with exit code 1", new LastAttempt(1, "pod", "check", Optional.of(1), "Error", "")),
                arguments("because; container check ended with exit code 137 (OOMKilled)", new LastAttempt(1, "pod", "check", Optional.of(137), "OOMKilled", "")),
                arguments("because; container check ended with exit code 1: KeyError: 'DATA'",
                        new LastAttempt(1, "pod", "check", Optional.of(1), "Error", "Traceback (most recent call last):\n  KeyError: 'DATA'\n\n")),
                arguments("because; container check: ImagePullBackOff: Back-off pulling image", new LastAttempt(1, "pod", "check", Optional.empty(), "ImagePullBackOff", "Back-off pulling image")),
                arguments("because; pod pod: Evicted: The node was low on resource", new LastAttempt(1, "pod", "", Optional.empty(), "Evicted", "The node was low on resource")));
    }

    @Test
    void whatAnEndedJobToldIsKept() {
        LastAttempt last = new LastAttempt(2, "pod", "check", Optional.of(1), "Error", "one\ntwo");

        assertThat(TaskDecider.decide(job(RUNNING, "Failed").withLast(last)).status().outcome()).contains(new TaskOutcome(2, "pod", Optional.of(1), "one\ntwo"));
        assertThat(TaskDecider.decide(job(RUNNING, "Complete").withLast(LastAttempt.silent(1, "pod"))).status().outcome()).contains(new TaskOutcome(1, "pod", Optional.empty(), ""));
        assertThat(TaskDecider.decide(job(RUNNING)).status().outcome()).isEmpty();
    }

    @Test
    void attemptsAreThoseThatAnyoneCounted() {
        List<TaskObservation.Condition> complete = List.of(new TaskObservation.Condition("Complete", "", ""));
        List<TaskObservation.Condition> failed = List.of(new TaskObservation.Condition("Failed", "BackoffLimitExceeded", ""));

        assertThat(attempts(new TaskObservation.Job(complete, false, 2), 1)).as("two failed, one did not").isEqualTo(3);
        assertThat(attempts(new TaskObservation.Job(failed, false, 2), 3)).as("the Job has not counted the last one yet").isEqualTo(3);
        assertThat(attempts(new TaskObservation.Job(failed, false, 4), 1)).as("some pods are gone").isEqualTo(4);
        assertThat(TaskDecider.decide(new TaskObservation(RUNNING, JOB, Optional.of(new TaskObservation.Job(failed, false, 0)), Optional.empty(), Optional.empty(), NOW)).status().outcome())
                .as("no pod was ever let in").contains(new TaskOutcome(0, "", Optional.empty(), ""));
    }

    private static int attempts(TaskObservation.Job job, int pods) {
        TaskObservation seen = new TaskObservation(RUNNING, JOB, Optional.of(job), Optional.empty(), Optional.empty(), NOW);
        return TaskDecider.decide(seen.withLast(LastAttempt.silent(pods, "pod"))).status().outcome().orElseThrow().attempts();
    }

    @Test
    void podsAreAskedOnlyWhenAJobHasEndedAndThatIsNotRecorded() {
        assertThat(job(RUNNING, "Failed").ending()).isTrue();
        assertThat(job(TaskStatus.NEW, "Complete").ending()).isTrue();
        assertThat(List.of(of(RUNNING), job(RUNNING), job(RUNNING, "Suspended"), problem(TaskStatus.NEW), job(ended(State.FAILED), "Failed"), cancelled(RUNNING, job("Failed"))))
                .noneMatch(TaskObservation::ending);
    }

    @Test
    void decidingOnItsOwnResultWritesNothingMore() {
        for (TaskObservation seen : List.of(problem(TaskStatus.NEW), job(RUNNING), job(RUNNING, "Complete"), job(RUNNING, "Suspended"), of(RUNNING), cancelled(RUNNING, Optional.empty()))) {
            TaskStatus first = TaskDecider.decide(seen).status();
            TaskStatus second = TaskDecider.decide(new TaskObservation(first, JOB, seen.job(), seen.problem(), seen.cancelled(), NOW.plusSeconds(5))).status();
            assertThat(second).isEqualTo(first);
        }
    }

    private static TaskStatus ended(State state) {
        return new TaskStatus(state, JOB, "", "", Optional.of(START), Optional.of(START.plusSeconds(9)));
    }

    private static TaskObservation of(TaskStatus status) {
        return new TaskObservation(status, JOB, Optional.empty(), Optional.empty(), Optional.empty(), NOW);
    }

    private static TaskObservation job(TaskStatus status, String... conditions) {
        return new TaskObservation(status, JOB, job(conditions), Optional.empty(), Optional.empty(), NOW);
    }

    private static TaskObservation problem(TaskStatus status) {
        return problem(status, Optional.empty());
    }

    private static TaskObservation problem(TaskStatus status, Optional<TaskObservation.Job> job) {
        return new TaskObservation(status, JOB, job, Optional.of(PROBLEM), Optional.empty(), NOW);
    }

    private static TaskObservation cancelled(TaskStatus status, Optional<TaskObservation.Job> job) {
        return new TaskObservation(status, JOB, job, Optional.of(PROBLEM), Optional.of("a newer version took over"), NOW);
    }

    private static Optional<TaskObservation.Job> job(String... conditions) {
        return Optional.of(new TaskObservation.Job(Arrays.stream(conditions).map(c -> new TaskObservation.Condition(c, c + "Reason", "because")).toList(), false));
    }
}
