package dev.dromon.phase;

import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.Decision;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.PhaseStatus;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of a run while it is being decided: starts as the recorded one, ends as the one to write. Lives for one decision. */
final class RunDraft {

    /** How long a run may stand still before its blocker is recorded: what is applied together arrives within this time. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RunObservation seen;
    private final Journal journal;
    private final Map<Phase, PhaseStatus> phases = new EnumMap<>(Phase.class);
    private final List<Action> actions = new ArrayList<>();
    private Optional<Phase> current;
    private State state;
    private boolean completed;
    private Optional<Instant> start;
    private Optional<Instant> end;
    private Optional<Instant> deploymentStart;
    private List<MemberStatus> members;
    private Optional<Blocker> blocker = Optional.empty();
    private long observedGeneration;
    private Optional<Duration> requeueAfter = Optional.empty();

    RunDraft(RunObservation seen) {
        RunStatus before = seen.status();
        this.seen = seen;
        this.journal = new Journal(before.transitions(), seen.now(), seen.order());
        this.phases.putAll(before.phases());
        this.current = before.currentPhase();
        this.state = before.state();
        this.completed = before.completed();
        this.start = before.start();
        this.end = before.end();
        this.deploymentStart = before.deploymentStart();
        this.members = before.members();
        this.observedGeneration = before.observedGeneration();
    }

    Journal journal() {
        return journal;
    }

    State state(Phase phase) {
        return phases.getOrDefault(phase, PhaseStatus.PENDING).state();
    }

    boolean generationChanged() {
        return seen.status().observedGeneration() != seen.run().generation();
    }

    /** Marks the run as begun; false when it had begun before. */
    boolean begin() {
        observedGeneration = seen.run().generation();
        if (start.isPresent()) {
            return false;
        }
        start = Optional.of(seen.now());
        state = State.PROGRESSING;
        return true;
    }

    /** Records what was created for the run to exist, unless it is recorded already: nothing comes before it. */
    void births() {
        if (seen.status().transitions().isEmpty()) {
            seen.run().births().forEach(birth -> journal.run(birth.type(), birth.item(), null, ""));
        }
    }

    /** Stands still before the first phase; a wait shorter than the patience is not worth a write. */
    void hold(Blocker cause) {
        if (!early(cause, seen.run().created())) {
            births();
            block(cause, Optional.empty());
        }
    }

    /** The phases of this run in their order; promotion that has begun ends, also when it was switched off meanwhile. */
    List<Phase> plan() {
        return Phase.of(seen.run().level(), seen.settings().promotion() || current.equals(Optional.of(Phase.PROMOTION_TASKS)));
    }

    void enter(Phase phase) {
        if (current.equals(Optional.of(phase))) {
            return;
        }
        current = Optional.of(phase);
        phases.put(phase, PhaseStatus.PENDING.with(State.PROGRESSING));
        if (phase == Phase.WORKLOAD_DEPLOY) {
            deploymentStart = Optional.of(seen.now());
        }
        journal.phase(TransitionType.PHASE_STARTED, phase, "");
    }

    /** Looks at the checks of a phase: takes over their states, asks for those that are missing, folds. */
    State checks(Phase phase) {
        PhaseItems looked = new PhaseItems(items(phase), journal, seen.now());
        Optional<String> approval = phase.beforeDeployment() ? Interventions.approval(journal) : Optional.empty();
        seen.checks(phase).forEach(check -> approval.ifPresentOrElse(why -> looked.waive(check, why), () -> looked.look(check)));
        ask(looked.actions());
        State verdict = looked.verdict(seen.settings().blockDeployment());
        phases.put(phase, new PhaseStatus(verdict, looked.items()));
        if (!verdict.completed()) {
            looked.problem().ifPresent(this::stand);
        }
        return verdict;
    }

    /** Takes over what the deploy phase sees. */
    State deploy(Phase phase) {
        DeployObservation deploy = seen.deploy();
        observeMembers(phase);
        phases.put(phase, PhaseStatus.PENDING.with(deploy.state()));
        if (!deploy.state().completed()) {
            deploy.blocker().ifPresent(this::stand);
            deploy.requeueAfter().ifPresent(this::requeue);
        }
        return deploy.state();
    }

    /** A run that has a verdict was Progressing before, also when it was not looked at then; a state that is older than the recorded one was read from an old cache. */
    private void observeMembers(Phase phase) {
        Map<List<String>, State> before = members.stream().collect(Collectors.toMap(RunDraft::key, MemberStatus::state, (a, b) -> a));
        members = seen.members().stream().map(m -> before.getOrDefault(key(m), State.PENDING).outdates(m.state()) ? new MemberStatus(m.name(), m.version(), before.get(key(m))) : m).toList();
        for (MemberStatus member : members) {
            State known = before.getOrDefault(key(member), State.PENDING);
            boolean skipped = known == State.PENDING && (member.state() == State.SUCCEEDED || member.state() == State.FAILED);
            if (skipped) {
                moved(phase, member, known, State.PROGRESSING);
            }
            moved(phase, member, skipped ? State.PROGRESSING : known, member.state());
        }
    }

    private void moved(Phase phase, MemberStatus member, State from, State to) {
        if (from != to) {
            journal.item(TransitionType.RECONCILE_WORKLOAD, phase, member.name(), from, to, "");
        }
    }

    private static List<String> key(MemberStatus member) {
        return List.of(member.name(), member.version());
    }

    void pass(Phase phase, State passed) {
        phases.computeIfPresent(phase, (p, s) -> s.with(passed));
        String failures = failures(phase);
        String waivers = PhaseItems.waivers(items(phase));
        if (passed != State.WARNING) {
            journal.phase(TransitionType.PHASE_SUCCEEDED, phase, "");
        } else if (failures.isEmpty()) {
            journal.phase(TransitionType.PHASE_WAIVED, phase, waivers);
        } else {
            journal.phase(TransitionType.PHASE_WARNED, phase, waivers.isEmpty() ? failures : failures + "; " + waivers);
        }
    }

    /** The checks of a phase that have failed, with their reasons; empty when there is none that counts. */
    String failures(Phase phase) {
        return PhaseItems.failures(items(phase), seen.settings().blockDeployment());
    }

    /** Checks to create, or to look for. */
    void ask(List<Action> wanted) {
        actions.addAll(wanted);
    }

    /** When the run began; now when it begins. */
    Instant start() {
        return start.orElse(seen.now());
    }

    /** The verdict: nothing is asked for or waited for any more. */
    void close(State verdict, boolean allThrough) {
        state = verdict;
        completed = allThrough;
        end = Optional.of(seen.now());
        blocker = Optional.empty();
        requeueAfter = Optional.empty();
        actions.clear();
    }

    /** Takes the verdict back: the phase runs again, and what was to come after it is to come again. */
    void open(Phase phase) {
        state = State.PROGRESSING;
        end = Optional.empty();
        phases.put(phase, new PhaseStatus(State.PROGRESSING, items(phase)));
        Phase.of(seen.run().level(), true).stream().filter(p -> p.compareTo(phase) > 0).forEach(phases::remove);
        deploymentStart = phase == Phase.WORKLOAD_DEPLOY ? Optional.of(seen.now()) : deploymentStart;
        journal.phase(TransitionType.PHASE_STARTED, phase, "");
    }

    boolean ended() {
        return end.isPresent();
    }

    Optional<Phase> current() {
        return current;
    }

    List<ItemStatus> items(Phase phase) {
        return phases.getOrDefault(phase, PhaseStatus.PENDING).items();
    }

    /** Another state of a phase and its checks. */
    void put(Phase phase, State phaseState, List<ItemStatus> items) {
        phases.put(phase, new PhaseStatus(phaseState, items));
    }

    /** A decision that looks at no check leaves the blocker as it was. */
    void keepBlocker() {
        blocker = seen.status().blocker().filter(b -> !ended());
    }

    /** The current phase stands still. */
    void stand(Blocker cause) {
        if (!early(cause, current.flatMap(journal::started).orElse(seen.now()))) {
            block(cause, current);
        }
    }

    /** Whether it is too early to speak of a cause; then it is looked at again in time. */
    boolean early(Blocker cause, Instant since) {
        Duration stood = Duration.between(since, seen.now());
        boolean known = seen.status().blocker().map(Blocker::reason).equals(Optional.of(cause.reason()));
        if (known || stood.compareTo(PATIENCE) >= 0) {
            return false;
        }
        requeue(PATIENCE.minus(stood).plusMillis(1));
        return true;
    }

    private void block(Blocker cause, Optional<Phase> phase) {
        blocker = Optional.of(cause);
        if (cause.stuck() && !seen.status().blocker().equals(blocker)) {
            journal.blocked(phase, cause);
        }
    }

    private void requeue(Duration after) {
        requeueAfter = Optional.of(requeueAfter.filter(r -> r.compareTo(after) < 0).orElse(after));
    }

    Decision decision() {
        RunStatus status = new RunStatus(phases, current, state, completed, start, end, deploymentStart, members, blocker, observedGeneration, journal.entries());
        return new Decision(seen, status, actions, requeueAfter);
    }
}
