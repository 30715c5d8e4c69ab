package dev.dromon.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Decision;
import dev.dromon.model.Intervention;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One run to which things happen at random; after every look the rules of {@link RunRules} are checked. */
final class RunWalk {

    private static final List<State> CHILD = List.of(State.PENDING, State.PROGRESSING, State.UNKNOWN, State.SUCCEEDED, State.SUCCEEDED, State.SUCCEEDED, State.SUCCEEDED,
            State.SUCCEEDED, State.SUCCEEDED, State.FAILED, State.PROGRESSING, State.DEPRECATED);
    private static final String OBSERVED = ":observe-until=2026-01-02";
    private static final int LOOKS_TO_THE_END = 20;

    private final Random random;
    private final Scenario run;
    private final List<Phase> phases;
    private final boolean everWithoutBlocking;
    private RunStatus before;

    RunWalk(Random random) {
        this.random = random;
        boolean app = random.nextBoolean();
        this.run = app ? Scenario.app() : Scenario.workload();
        this.phases = Phase.of(app ? Level.APP : Level.WORKLOAD, true);
        this.everWithoutBlocking = random.nextInt(3) == 0;
        this.before = run.status();
        phases.stream().filter(p -> p.kind() != Phase.Kind.DEPLOY).forEach(this::list);
        if (everWithoutBlocking) {
            run.blockDeployment(false);
        }
        if (random.nextInt(4) == 0) {
            run.hold(blocker("AppVersionNotFound"));
        }
    }

    /** One thing happens, or a few, and the run is looked at. */
    void step() {
        for (int things = random.nextInt(3); things >= 0; things--) {
            happen(random.nextInt(100));
        }
        look();
    }

    /** Everything that is in the way goes away and every check ends; after that the run has to end within a few looks. */
    void settle() {
        for (int looks = 0; looks < LOOKS_TO_THE_END && !run.status().ended(); looks++) {
            run.unhold().later(Duration.ofSeconds(1));
            phases.forEach(p -> run.checks(p).forEach(this::settle));
            if (!run.observe().deploy().state().completed()) {
                run.deploy(random.nextInt(5) == 0 ? State.FAILED : State.SUCCEEDED, "");
            }
            look();
        }
        assertThat(run.status().ended()).as("the run ends: %s", run.status()).isTrue();
    }

    boolean ended() {
        return run.status().ended();
    }

    /** How the run ended, for statistics. */
    String verdict() {
        boolean warned = run.status().phases().values().stream().anyMatch(p -> p.state() == State.WARNING);
        return run.status().state() + (warned && run.status().state() == State.SUCCEEDED ? " with a warning" : "");
    }

    /** What was asked of the run and what became of it, for statistics. */
    List<String> asked() {
        List<String> asked = new ArrayList<>(run.status().transitions().stream().filter(t -> t.audit().isPresent() || t.type() == TransitionType.RESUMED).map(t -> t.type().name()).distinct().toList());
        if (run.status().transitions().stream().filter(t -> t.type() == TransitionType.ENDED).count() > 1) {
            asked.add("reopened");
        }
        return asked;
    }

    private void settle(CheckObservation check) {
        run.solve(check.phase(), check.position());
        if (check.child().isPresent()) {
            run.see(check.phase(), check.position(), random.nextInt(5) == 0 ? State.FAILED : State.SUCCEEDED);
        }
    }

    private void happen(int dice) {
        if (random.nextInt(12) == 0) {
            steer(random.nextInt(10));
        } else if (dice < 45) {
            anyCheck().filter(c -> c.child().isPresent()).ifPresent(this::child);
        } else if (dice < 70) {
            run.later(Duration.ofMillis(random.nextInt(5) == 0 ? -random.nextInt(2000) : random.nextInt(4000)));
        } else if (dice < 76) {
            anyCheck().ifPresent(c -> run.problem(c.phase(), c.position(), blocker("DefinitionNotFound")));
        } else if (dice < 84) {
            anyCheck().ifPresent(c -> run.solve(c.phase(), c.position()));
        } else if (dice < 87) {
            anyCheck().ifPresent(c -> run.vanish(c.phase(), c.position()));
        } else if (dice < 93) {
            deploy();
        } else {
            surroundings(random.nextInt(14));
        }
    }

    private void child(CheckObservation check) {
        State now = check.child().orElseThrow().state();
        State next = CHILD.get(random.nextInt(CHILD.size()));
        if (now.next().contains(next)) {
            run.see(check.phase(), check.position(), next, random.nextBoolean() ? "because " + random.nextInt(3) : "");
        }
    }

    private void deploy() {
        Optional<Blocker> blocker = random.nextInt(3) == 0 ? Optional.of(blocker("WorkloadNotFound")) : Optional.empty();
        boolean inDeploy = run.status().currentPhase().filter(p -> p.kind() == Phase.Kind.DEPLOY).isPresent();
        State state = !inDeploy || random.nextInt(3) > 0 ? State.PROGRESSING : random.nextInt(4) == 0 ? State.FAILED : State.SUCCEEDED;
        run.deploy(new DeployObservation(state, "", blocker.filter(b -> !state.completed()), state.completed() ? Optional.empty() : Optional.of(Duration.ofMinutes(5))));
        run.members(new MemberStatus("api", "1", CHILD.get(random.nextInt(3))), new MemberStatus("api", "2", CHILD.get(random.nextInt(3))));
    }

    private void surroundings(int dice) {
        switch (dice) {
            case 0 -> superseded();
            case 1, 2, 3 -> run.promotion(random.nextBoolean());
            case 4, 5 -> run.hold(blocker("AppVersionNotFound"));
            case 6, 7, 8, 9 -> run.unhold();
            case 10 -> editLater();
            case 11 -> run.newGeneration();
            default -> run.blockDeployment(!everWithoutBlocking || random.nextBoolean());
        }
    }

    /** Somebody asks for something, sensible or not; what was answered is taken off, sooner or later. */
    private void ask() {
        Intervention.Verb verb = List.of(Intervention.Verb.RETRY, Intervention.Verb.RETRY, Intervention.Verb.SKIP, Intervention.Verb.APPROVE, Intervention.Verb.ABORT).get(random.nextInt(5));
        if (verb == Intervention.Verb.ABORT && random.nextInt(4) > 0) {
            return;
        }
        String check = List.of("smoke", "load", "cpu", "", "nothing").get(random.nextInt(5));
        String reason = random.nextInt(5) == 0 ? "" : "because";
        boolean single = verb == Intervention.Verb.RETRY || verb == Intervention.Verb.SKIP;
        run.ask(verb, single ? check + (reason.isEmpty() ? "" : ": " + reason) : reason, random.nextInt(10) == 0 ? "" : "alice");
    }

    private void steer(int dice) {
        switch (dice) {
            case 0, 1, 2, 3, 4, 5 -> ask();
            case 6 -> run.answered();
            case 7, 8 -> run.deploy(State.PROGRESSING, "").resumed("api 1");
            default -> abortedFromOutside();
        }
    }

    private void abortedFromOutside() {
        if (random.nextInt(20) == 0) {
            run.aborted("its app was aborted");
        }
    }

    private void superseded() {
        if (random.nextInt(3) == 0) {
            run.supersededBy("newer");
        }
    }

    /** The list of a phase that has not begun is edited. */
    private void editLater() {
        Phase phase = phases.get(random.nextInt(phases.size()));
        if (phase.kind() != Phase.Kind.DEPLOY && !run.status().phases().containsKey(phase)) {
            list(phase);
            run.newGeneration();
        }
    }

    private void list(Phase phase) {
        List<String> names = new ArrayList<>();
        for (int length = random.nextInt(4); length > 0; length--) {
            names.add(List.of("smoke", "load", "cpu").get(random.nextInt(3)) + List.of("", "", "", ":block", ":warn", ":observe", OBSERVED).get(random.nextInt(7)));
        }
        run.list(phase, names.toArray(String[]::new));
    }

    private Optional<CheckObservation> anyCheck() {
        Phase near = run.status().currentPhase().filter(p -> random.nextInt(5) > 0).orElse(phases.get(random.nextInt(phases.size())));
        List<CheckObservation> checks = run.checks(near);
        return checks.isEmpty() ? Optional.empty() : Optional.of(checks.get(random.nextInt(checks.size())));
    }

    private Blocker blocker(String reason) {
        String message = "reason " + random.nextInt(2) + "; do something";
        return random.nextInt(4) == 0 ? Blocker.waiting(reason, message) : Blocker.stuck(reason, message);
    }

    /** A look as the routes do it: decide, act, decide again, write; an action can be refused and the write can lose against another writer. */
    private void look() {
        Decision first = run.look();
        RunRules.actions(first);
        for (Action action : first.actions()) {
            if (random.nextInt(10) > 0) {
                State found = action.kind() != Action.Kind.CONFIRM_TASK ? State.PENDING : random.nextBoolean() ? State.FAILED : State.PROGRESSING;
                run.see(action.check().phase(), action.check().position(), found);
            }
        }
        Decision second = run.look();
        RunRules.decision(second, everWithoutBlocking);
        RunRules.step(before, second.status());
        if (random.nextInt(10) > 0) {
            before = second.status();
            run.recorded(before);
            if (!RunRules.retried(first.observation().status(), before)) {
                RunRules.settled(run.look(), second);
            }
        }
    }
}
