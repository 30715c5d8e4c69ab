package dev.dromon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.api.EvaluationStatusItem;
import dev.dromon.api.KeptnApp;
import dev.dromon.api.KeptnAppStatus;
import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnAppVersionStatus;
import dev.dromon.api.KeptnEvaluation;
import dev.dromon.api.KeptnEvaluationStatus;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskStatus;
import dev.dromon.api.KeptnWorkload;
import dev.dromon.api.KeptnWorkloadStatus;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.KeptnWorkloadVersionStatus;
import dev.dromon.api.SummaryStatus;
import dev.dromon.kube.ConditionMapper;
import dev.dromon.kube.StatusMapper;
import dev.dromon.model.Blocker;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** kstatus and Argo CD read the state of a run off the objects as docs/how-to/flux-and-argo-cd.md says. */
@Tag("cluster")
class HealthTest {

    private static final Instant T = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final long GENERATION = 3;
    private static final String NO_SENTENCE = "";

    private final List<HasMetadata> objects = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    @Test
    void everyStateOfARunReadsAsItShould() throws IOException {
        run("not begun, and it waits", waiting(RunStatus.NEW, "OlderVersionRunning", "waits until web-1 has ended"), "InProgress/Progressing", "waits until web-1 has ended");
        run("running", running(), "InProgress/Progressing", "phase: AppDeploy");
        run("waiting in mid-flow", waiting(running(), "AppDiscovery", "waits until the workloads are complete"), "InProgress/Progressing", "waits until the workloads are complete");
        run("blocked", blocked(running()), "Failed/Degraded", "create KeptnTaskDefinition smoke");
        run("blocked before it began", blocked(RunStatus.NEW), "Failed/Degraded", "create KeptnTaskDefinition smoke");
        run("failed", failed(), "Failed/Degraded", "AppPreDeployTasks failed: smoke: exit code 1");
        run("completed", completed(State.SUCCEEDED), "Current/Healthy", NO_SENTENCE);
        run("completed with warnings", completed(State.WARNING), "Current/Healthy", NO_SENTENCE);

        judge();
    }

    @Test
    void anAppAndAWorkloadReadAsTheirNewestVersion() throws IOException {
        summary("not begun", RunStatus.NEW, "InProgress/Progressing", "KeptnAppVersion web-2 is running");
        summary("running", running(), "InProgress/Progressing", "KeptnAppVersion web-2 is running");
        summary("waiting", waiting(RunStatus.NEW, "OlderVersionRunning", "waits until web-1 has ended"), "InProgress/Progressing", "KeptnAppVersion web-2 is running");
        summary("blocked", blocked(running()), "Failed/Degraded", "create KeptnTaskDefinition smoke");
        summary("failed", failed(), "Failed/Degraded", "AppPreDeployTasks failed: smoke: exit code 1");
        summary("completed", completed(State.SUCCEEDED), "Current/Healthy", "KeptnAppVersion web-2 has ended: Succeeded");
        summary("completed with warnings", completed(State.WARNING), "Current/Healthy", NO_SENTENCE);
        summary("ended without having been deployed, and nothing newer is there", deprecated(), "Failed/Degraded", "KeptnAppVersion web-2 has ended: Deprecated");

        judge();
    }

    @Test
    void aSupersededVersionIsNeitherFailedNorAwaited() throws IOException {
        run("superseded", deprecated(), "Current/Suspended", "a newer version took its place");

        judge();
    }

    @Test
    void whatDromonHasNotSeenIsNotTakenForReady() throws IOException {
        for (RunStatus before : List.of(completed(State.SUCCEEDED), failed())) {
            changedSince(appVersion(before));
            changedSince(workloadVersion(before));
            changedSince(app(before));
            changedSince(workload(before));
        }
        KeptnApp applied = named("as the API server makes it", app(RunStatus.NEW));
        applied.setStatus(new KeptnAppStatus());
        applied.getStatus().observedGeneration = -1L;
        expect(applied, "InProgress/Progressing", "waits until Dromon has seen this change");

        judge();
    }

    @Test
    void aTaskReadsAsItsState() throws IOException {
        expect(task(null, null), "Current/Progressing", "Pending");
        expect(task("Progressing", null), "Current/Progressing", "Progressing");
        expect(task("Pending", "the API server refused Job x"), "Current/Progressing", "the API server refused Job x");
        expect(task("Succeeded", null), "Current/Healthy", NO_SENTENCE);
        expect(task("Failed", "exit code 1"), "Current/Degraded", "exit code 1");
        expect(task("Deprecated", "superseded by web-2"), "Current/Suspended", "superseded by web-2");

        judge();
    }

    @Test
    void anEvaluationReadsAsItsStateAndNamesTheMetricsThatDoNotHold() throws IOException {
        expect(evaluation("Pending"), "Current/Progressing", "Pending");
        expect(evaluation("Progressing", "slow", "Failed"), "Current/Progressing", "slow = 9: expected <5");
        expect(evaluation("Succeeded", "slow", "Succeeded"), "Current/Healthy", "Succeeded");
        expect(evaluation("Warning", "slow", "Failed"), "Current/Healthy", "slow = 9: expected <5");
        expect(evaluation("Failed", "slow", "Failed", "fast", "Succeeded", "high", "Failed"), "Current/Degraded", "high = 9: expected <5; slow = 9: expected <5");
        expect(evaluation("Deprecated"), "Current/Suspended", NO_SENTENCE);

        judge();
    }

    @Test
    void theComponentLeavesOtherSettingsOfArgoCdAlone() throws IOException {
        assertThat(Verdicts.settings()).hasSize(7).containsEntry("url", "https://argocd.example");
    }

    private void run(String name, RunStatus run, String verdicts, String sentence) {
        expect(named(name, appVersion(run)), verdicts, sentence);
        expect(named(name, workloadVersion(run)), verdicts, sentence);
    }

    private void summary(String name, RunStatus run, String verdicts, String sentence) {
        expect(named(name, app(run)), verdicts, sentence);
        expect(named(name, workload(run)), verdicts, sentence);
    }

    private void changedSince(HasMetadata object) {
        object.getMetadata().setGeneration(GENERATION + 1);
        expect(named("not observed", object), "InProgress/Progressing", "waits until Dromon has seen this change");
    }

    private void expect(HasMetadata object, String verdicts, String sentence) {
        objects.add(object);
        expected.add(describe(object) + " " + verdicts);
        sentences.add(sentence);
    }

    /** One start of the command for the whole table. */
    private void judge() throws IOException {
        List<Verdicts.Pair> answers = Verdicts.of(objects);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            found.add(describe(objects.get(i)) + " " + answers.get(i).kstatus().status() + "/" + answers.get(i).argo().status());
            assertThat(answers.get(i).argo().message()).as(describe(objects.get(i))).isNotBlank().contains(sentences.get(i));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String describe(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static <T extends HasMetadata> T named(String name, T object) {
        object.getMetadata().setName(name);
        return object;
    }

    private static RunStatus status(Optional<Phase> phase, State state, State ofPhase, boolean completed, Optional<Blocker> blocker, Transition... transitions) {
        return new RunStatus(phase.map(p -> Map.of(p, PhaseStatus.PENDING.with(ofPhase))).orElse(Map.of()), phase, state, completed, Optional.of(T),
                Optional.of(T.plusSeconds(9)).filter(t -> state.completed()), Optional.empty(), List.of(), blocker, GENERATION, List.of(transitions));
    }

    private static RunStatus running() {
        return status(Optional.of(Phase.APP_DEPLOY), State.PROGRESSING, State.PROGRESSING, false, Optional.empty(), transition(TransitionType.PHASE_STARTED, ""));
    }

    private static RunStatus waiting(RunStatus run, String reason, String message) {
        return with(run, Blocker.waiting(reason, message));
    }

    private static RunStatus blocked(RunStatus run) {
        return with(run, Blocker.stuck("DefinitionNotFound", "create KeptnTaskDefinition smoke"));
    }

    private static RunStatus with(RunStatus run, Blocker blocker) {
        return new RunStatus(run.phases(), run.currentPhase(), run.state(), false, run.start(), run.end(), run.deploymentStart(), run.members(), Optional.of(blocker),
                run.observedGeneration(), run.transitions());
    }

    private static RunStatus failed() {
        return status(Optional.of(Phase.APP_PRE_DEPLOY_TASKS), State.FAILED, State.FAILED, false, Optional.empty(), transition(TransitionType.PHASE_ERRORED, "smoke: exit code 1"));
    }

    private static RunStatus completed(State lastPhase) {
        return status(Optional.of(Phase.APP_POST_DEPLOY_EVALUATIONS), State.SUCCEEDED, lastPhase, true, Optional.empty());
    }

    private static RunStatus deprecated() {
        return status(Optional.of(Phase.APP_DEPLOY), State.DEPRECATED, State.DEPRECATED, false, Optional.empty(), transition(TransitionType.DEPRECATED, "superseded by web-3"));
    }

    private static Transition transition(TransitionType type, String message) {
        return new Transition(T, type, Optional.of(Phase.APP_PRE_DEPLOY_TASKS), "", Optional.empty(), Optional.empty(), message);
    }

    private static KeptnAppVersion appVersion(RunStatus run) {
        KeptnAppVersion version = made(new KeptnAppVersion());
        version.setStatus(new KeptnAppVersionStatus());
        StatusMapper.write(run, version.getStatus());
        version.getStatus().conditions = ConditionMapper.conditions(run, List.of(), T);
        return version;
    }

    private static KeptnWorkloadVersion workloadVersion(RunStatus run) {
        KeptnWorkloadVersion version = made(new KeptnWorkloadVersion());
        version.setStatus(new KeptnWorkloadVersionStatus());
        StatusMapper.write(run, version.getStatus());
        version.getStatus().conditions = ConditionMapper.conditions(run, List.of(), T);
        return version;
    }

    private static KeptnApp app(RunStatus newest) {
        KeptnApp app = made(new KeptnApp());
        app.setStatus(new KeptnAppStatus());
        show(newest, app.getStatus());
        return app;
    }

    private static KeptnWorkload workload(RunStatus newest) {
        KeptnWorkload workload = made(new KeptnWorkload());
        workload.setStatus(new KeptnWorkloadStatus());
        show(newest, workload.getStatus());
        return workload;
    }

    private static void show(RunStatus newest, SummaryStatus status) {
        status.observedGeneration = GENERATION;
        status.conditions = ConditionMapper.summary(newest, "KeptnAppVersion web-2", GENERATION, List.of(), T);
    }

    private static KeptnTask task(String state, String message) {
        KeptnTask task = named(String.valueOf(state), made(new KeptnTask()));
        if (state != null) {
            task.setStatus(new KeptnTaskStatus());
            task.getStatus().status = state;
            task.getStatus().message = message;
        }
        return task;
    }

    private static KeptnEvaluation evaluation(String state, String... metrics) {
        KeptnEvaluation evaluation = named(state, made(new KeptnEvaluation()));
        evaluation.setStatus(new KeptnEvaluationStatus());
        evaluation.getStatus().overallStatus = state;
        for (int i = 0; i < metrics.length; i += 2) {
            EvaluationStatusItem item = new EvaluationStatusItem();
            item.value = "9";
            item.status = metrics[i + 1];
            item.message = "expected <5";
            evaluation.getStatus().evaluationStatus.put(metrics[i], item);
        }
        return evaluation;
    }

    private static <T extends HasMetadata> T made(T object) {
        object.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withGeneration(GENERATION).build());
        return object;
    }
}
