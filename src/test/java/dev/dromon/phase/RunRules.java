package dev.dromon.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.gate.GateDecider;
import dev.dromon.model.Action;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Story;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What holds of every decision, whatever was seen. */
final class RunRules {

    private RunRules() {
    }

    /** Only what the current phase lacks is asked for, or what is only observed in those before it, each once. */
    static void actions(Decision decision) {
        if (decision.actions().isEmpty()) {
            return;
        }
        Optional<Phase> current = decision.status().currentPhase();
        assertThat(decision.actions()).allSatisfy(a -> {
            assertThat(current.filter(c -> c == a.check().phase() || c.compareTo(a.check().phase()) > 0 && a.check().severity() == Severity.OBSERVE)).isPresent();
            assertThat(a.check().child()).isEmpty();
            assertThat(a.kind() == Action.Kind.CONFIRM_TASK || a.check().problem().isEmpty()).isTrue();
            assertThat(a.task()).isEqualTo(a.check().phase().kind() == Phase.Kind.TASKS);
        });
        assertThat(decision.actions()).extracting(a -> a.check().name()).doesNotHaveDuplicates();
        assertThat(decision.status().ended()).isFalse();
    }

    /** What holds of a status by itself. */
    static void decision(Decision decision, boolean everWithoutBlocking) {
        RunStatus status = decision.status();
        actions(decision);
        gate(decision, everWithoutBlocking);
        history(status);
        end(decision);
        neverWaitsSilently(decision);
    }

    private static void gate(Decision decision, boolean everWithoutBlocking) {
        RunStatus status = decision.status();
        if (!GateDecider.approved(status)) {
            return;
        }
        for (Phase phase : List.of(Phase.WORKLOAD_PRE_DEPLOY_TASKS, Phase.WORKLOAD_PRE_DEPLOY_EVALUATIONS)) {
            assertThat(status.phase(phase).state().passed()).isTrue();
            assertThat(status.phase(phase).items()).as("a gate opens only on what is listed").extracting(ItemStatus::definition)
                    .containsExactlyElementsOf(decision.observation().checks(phase).stream().map(CheckObservation::definition).toList());
            assertThat(status.phase(phase).items()).allSatisfy(i -> assertThat(i.state() == State.SUCCEEDED || i.severity() == Severity.OBSERVE
                    || i.state() == State.WARNING && waived(status, i) || (everWithoutBlocking || i.severity() == Severity.WARN) && i.state().completed()).isTrue());
        }
    }

    /** A check counts as passed without having passed only when somebody is recorded who said so. */
    private static boolean waived(RunStatus status, ItemStatus item) {
        return status.transitions().stream().filter(t -> t.type() == TransitionType.APPROVE || t.type() == TransitionType.SKIP && List.of(t.item().split(", ")).contains(item.definition()))
                .anyMatch(t -> t.audit().filter(a -> !a.by().isEmpty()).isPresent());
    }

    private static void history(RunStatus status) {
        List<Transition> all = status.transitions();
        assertThat(IntStream.range(1, all.size()).allMatch(i -> all.get(i).time().isAfter(all.get(i - 1).time()))).as("times grow").isTrue();
        List<Phase> started = of(all, TransitionType.PHASE_STARTED);
        assertThat(started).as("phases start in their order").isSorted();
        for (int i = 1; i < started.size(); i++) {
            assertThat(Optional.of(started.get(i))).isIn(started.get(i - 1).next(), Optional.of(started.get(i - 1)));
        }
        int reopened = (int) IntStream.range(1, started.size()).filter(i -> started.get(i) == started.get(i - 1)).count();
        assertThat(of(all, TransitionType.PHASE_STARTED)).as("a phase starts again only after the end of the run, and because somebody asked for it").hasSize(
                (int) started.stream().distinct().count() + startsAfterTheEnd(all));
        List<Phase> ended = all.stream().filter(Story::endsPhase).map(t -> t.phase().orElseThrow()).toList();
        assertThat(ended).as("each start of a phase ends once, in its order").isSorted();
        assertThat(started).containsAll(ended);
        assertThat(started.size() - ended.size()).as("one phase is open at most, and none after the end").isBetween(0, status.ended() ? 0 : 1);
        assertThat(status.currentPhase()).isEqualTo(started.stream().reduce((a, b) -> b));
        assertThat(all.stream().filter(t -> t.type() == TransitionType.ENDED)).hasSize(reopened + (status.ended() ? 1 : 0));
        assertThat(all.stream().filter(t -> t.audit().isPresent()).map(t -> t.audit().get().id())).as("what was asked is recorded once").doesNotHaveDuplicates();
    }

    private static int startsAfterTheEnd(List<Transition> all) {
        int count = 0;
        boolean ended = false;
        boolean asked = false;
        for (Transition t : all) {
            asked = ended && (asked || t.type() == TransitionType.RESUMED || t.audit().isPresent() && t.type() != TransitionType.REFUSED);
            ended = t.type() == TransitionType.ENDED || ended && t.type() != TransitionType.PHASE_STARTED;
            count += t.type() == TransitionType.PHASE_STARTED && asked ? 1 : 0;
        }
        return count;
    }

    private static List<Phase> of(List<Transition> all, TransitionType type) {
        return all.stream().filter(t -> t.type() == type).map(t -> t.phase().orElseThrow()).toList();
    }

    private static void end(Decision decision) {
        RunStatus status = decision.status();
        assertThat(status.ended()).isEqualTo(status.state().completed());
        if (!status.ended()) {
            assertThat(status.completed()).isFalse();
            return;
        }
        assertThat(decision.requeueAfter()).isEmpty();
        assertThat(status.blocker()).isEmpty();
        assertThat(status.completed()).isEqualTo(status.state() == State.SUCCEEDED);
        assertThat(status.phases().values()).allSatisfy(p -> assertThat(p.state().completed()).isTrue());
        assertThat(status.phases().values().stream().flatMap(p -> p.items().stream()).filter(ItemStatus::observed)).as("what is only observed has an outcome, or was stopped, or waits with its run to be taken up again")
                .allSatisfy(i -> assertThat(!i.created() && i.attempt() > 1 && status.state() == State.FAILED).isTrue());
        List<Transition> said = status.transitions().stream().filter(t -> t.type() != TransitionType.REFUSED).toList();
        boolean completed = said.get(said.size() - 1).type() == TransitionType.COMPLETED;
        assertThat(completed).isEqualTo(status.state() == State.SUCCEEDED && decision.observation().run().level() == Level.APP);
    }

    /** A run that does not go on has a reason that is to be seen: something unfinished, a named problem, or a time to look again. */
    private static void neverWaitsSilently(Decision decision) {
        RunObservation seen = decision.observation();
        if (decision.status().ended() || !decision.actions().isEmpty() || retried(seen.status(), decision.status())) {
            return;
        }
        if (decision.status().currentPhase().isEmpty()) {
            assertThat(seen.hold()).isPresent();
            assertThat(decision.status().blocker().equals(seen.hold()) || decision.requeueAfter().isPresent()).isTrue();
            return;
        }
        Phase phase = decision.status().currentPhase().get();
        List<ItemStatus> items = decision.status().phase(phase).items();
        List<CheckObservation> observed = seen.checks().stream().filter(c -> open(decision.status(), c)).toList();
        if (decision.status().phase(phase).state().passed()) {
            assertThat(observed).as("after the last phase only what is observed is waited for").anyMatch(c -> c.child().isPresent() || c.problem().isPresent());
            assertThat(decision.status().blocker().isPresent() || decision.requeueAfter().isPresent()).isTrue();
            return;
        }
        boolean working = phase.kind() == Phase.Kind.DEPLOY ? !seen.deploy().state().completed()
                : seen.checks(phase).stream().anyMatch(c -> counts(items.get(c.position())) && (c.child().isPresent() || c.problem().isPresent()));
        assertThat(working).as("something of %s is still open", phase).isTrue();
        boolean problem = phase.kind() == Phase.Kind.DEPLOY ? seen.deploy().blocker().isPresent()
                : seen.checks(phase).stream().anyMatch(c -> counts(items.get(c.position())) && c.problem().isPresent());
        assertThat(problem).as("what stands still is named, at once or after the patience").isEqualTo(decision.status().blocker().isPresent()
                || problem && decision.requeueAfter().filter(d -> d.compareTo(RunDraft.PATIENCE.plusSeconds(3600)) < 0).isPresent());
    }

    private static boolean counts(ItemStatus item) {
        return item.severity() != Severity.OBSERVE && !item.state().completed();
    }

    private static boolean open(RunStatus status, CheckObservation check) {
        List<ItemStatus> items = status.phase(check.phase()).items();
        return check.position() < items.size() && items.get(check.position()).observed();
    }

    /** A retry is recorded without a look at the checks: the write of it leads to the next look. */
    static boolean retried(RunStatus before, RunStatus after) {
        return since(before, after).stream().anyMatch(t -> t.type() == TransitionType.RETRY);
    }

    private static List<Transition> since(RunStatus before, RunStatus after) {
        return after.transitions().subList(before.transitions().size(), after.transitions().size());
    }

    /** What may become of a status from one look to the next. */
    static void step(RunStatus before, RunStatus after) {
        assertThat(after.transitions().subList(0, before.transitions().size())).as("history only grows").isEqualTo(before.transitions());
        before.start().ifPresent(start -> assertThat(after.start()).contains(start));
        assertThat(GateDecider.approved(before) && !GateDecider.approved(after)).as("a release is not taken back").isFalse();
        List<Transition> news = since(before, after);
        boolean changed = news.stream().anyMatch(t -> t.type() == TransitionType.RESUMED || t.audit().isPresent() && t.type() != TransitionType.REFUSED);
        if (before.ended() && !changed) {
            assertThat(news).extracting(Transition::type).containsOnly(news.isEmpty() ? new TransitionType[0] : new TransitionType[] {TransitionType.REFUSED});
            assertThat(unheard(after)).as("an ended run does not change by itself").isEqualTo(unheard(before));
            return;
        }
        if (changed) {
            assertThat(before.state()).as("what has succeeded or was superseded is not changed by anybody").isNotIn(State.SUCCEEDED, State.DEPRECATED);
            return;
        }
        may(before.state(), after.state());
        for (Phase phase : Phase.values()) {
            may(before.phase(phase).state(), after.phase(phase).state());
            same(before.phase(phase).state(), counted(before.phase(phase)), counted(after.phase(phase)));
            List<ItemStatus> kept = before.phase(phase).items();
            for (int i = 0; i < kept.size(); i++) {
                item(kept.get(i), after.phase(phase).items().get(i));
            }
        }
        before.deploymentStart().ifPresent(start -> assertThat(after.deploymentStart()).contains(start));
    }

    private static RunStatus unheard(RunStatus s) {
        return new RunStatus(s.phases(), s.currentPhase(), s.state(), s.completed(), s.start(), s.end(), s.deploymentStart(), s.members(), s.blocker(), s.observedGeneration(), List.of());
    }

    private static void item(ItemStatus before, ItemStatus after) {
        may(before.state(), after.state());
        same(before.state(), before, after);
        if (before.created() && after.attempt() == before.attempt()) {
            assertThat(after.severity()).as("what a check counts is settled when it is created").isEqualTo(before.severity());
        }
    }

    private static PhaseStatus counted(PhaseStatus phase) {
        return new PhaseStatus(phase.state(), phase.items().stream().filter(i -> i.severity() != Severity.OBSERVE).toList());
    }

    private static void same(State before, Object recorded, Object now) {
        if (before.completed() && !recorded.equals(now)) {
            throw new AssertionError(recorded + " had ended and became " + now);
        }
    }

    private static void may(State before, State after) {
        if (before != after && !before.next().contains(after)) {
            throw new AssertionError(before + " may not become " + after);
        }
    }

    /** Looking again at what was just decided changes nothing and asks for the same. */
    static void settled(Decision again, Decision decided) {
        assertThat(again.status()).isEqualTo(decided.status());
        assertThat(again.actions()).isEqualTo(decided.actions());
        assertThat(again.changed()).isFalse();
    }
}
