package dev.dromon.event;

import dev.dromon.deployment.DeploymentDecider;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import dev.dromon.scenario.Scenario;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays a flow of one app with one workload, second by second: a check that was created runs in the next second and ends in the one after it. */
final class FlowPlay {

    private static final int SECONDS = 60;
    private static final int DEFINITIONS_APPEAR = 10;
    private static final Duration HALF = Duration.ofMillis(500);

    private final FlowCase told;
    private final Scenario app = Scenario.app().births(new RunIdentity.Birth(TransitionType.CREATE_APP_CREATION_REQUEST, "cart"),
            new RunIdentity.Birth(TransitionType.CREATE_APP, "cart"), new RunIdentity.Birth(TransitionType.CREATE_APP_VERSION, "cart-1.0-6b86b273"));
    private final Scenario workload = Scenario.workload().births(new RunIdentity.Birth(TransitionType.CREATE_WORKLOAD, "cart-api"),
            new RunIdentity.Birth(TransitionType.CREATE_WORKLOAD_VERSION, "cart-api-1.0")).hold(Blocker.waiting("WaitingForApp", "waits for its app"));

    FlowPlay(FlowCase told) {
        this.told = told;
        app.blockDeployment(told.blockDeployment());
        workload.blockDeployment(told.blockDeployment()).later(HALF);
        told.checks().forEach((phase, checks) -> of(phase(phase)).list(phase(phase), checks.keySet().toArray(String[]::new)));
    }

    /** Plays to the end, or for a minute when there is none. */
    FlowPlay play() {
        for (int second = 0; second < SECONDS; second++) {
            play(app, Level.APP, second);
            play(workload, Level.WORKLOAD, second);
        }
        return this;
    }

    /** The events of both in the order of their times; a workload's can be told from its app's by their subject. */
    List<FlowEvent> events(Naming naming) {
        return Stream.concat(FlowEvents.from(Subjects.app(), app.status().transitions(), 0, naming).stream(),
                FlowEvents.from(Subjects.workload(), workload.status().transitions(), 0, naming).stream()).sorted(Comparator.comparing(FlowEvent::time)).toList();
    }

    /** What CloudEvents tell of both, the app first. */
    List<Flow> flows() {
        return List.of(flow(Subjects.app(), app), flow(Subjects.workload(), workload));
    }

    private static Flow flow(Subject subject, Scenario run) {
        return new Flow(subject, run.status(), "test", Optional.empty(), Map.of("team", "shop"), Flow.Trace.NEW, Map.of());
    }

    private void play(Scenario run, Level level, int second) {
        run.later(Duration.ofSeconds(second == 0 ? 0 : 1));
        Phase.of(level, true).forEach(phase -> run.checks(phase).forEach(check -> move(run, check, second)));
        surroundings(run, level);
        run.reconcile();
    }

    private void move(Scenario run, CheckObservation check, int second) {
        if (told.missing().contains(check.definition())) {
            missing(run, check, second);
        }
        check.child().ifPresent(child -> {
            String end = told.checks().get(check.phase().wire()).get(check.definition());
            if (child.state() == State.PENDING) {
                run.see(check.phase(), check.position(), State.PROGRESSING);
            } else if (child.state() == State.PROGRESSING) {
                run.see(check.phase(), check.position(), state(end), message(end));
            }
        });
    }

    private static void missing(Scenario run, CheckObservation check, int second) {
        if (second < DEFINITIONS_APPEAR) {
            run.problem(check.phase(), check.position(), Blocker.stuck("DefinitionNotFound", check.definition() + " does not exist; create it"));
        } else {
            run.solve(check.phase(), check.position());
        }
    }

    private void surroundings(Scenario run, Level level) {
        Optional<Phase> current = run.status().currentPhase();
        boolean runs = current.filter(p -> run.checks(p).stream().anyMatch(c -> c.child().filter(child -> child.state() == State.PROGRESSING).isPresent())).isPresent();
        if (runs && current.filter(p -> p.wire().equals(told.supersededIn())).isPresent()) {
            run.supersededBy("the next version");
        }
        if (level == Level.APP) {
            MemberStatus member = new MemberStatus("api", "1.0", workload.status().state());
            run.members(member).deploy(DeploymentDecider.app(List.of(new DeploymentDecider.Member(member, true))));
            return;
        }
        if (app.status().phase(Phase.APP_PRE_DEPLOY_TASKS).state().passed() && app.status().phase(Phase.APP_PRE_DEPLOY_EVALUATIONS).state().passed()) {
            run.unhold();
        }
        if (current.filter(p -> p == Phase.WORKLOAD_DEPLOY).isPresent()) {
            run.deploy(state(told.deploy()), message(told.deploy()));
        }
    }

    private Scenario of(Phase phase) {
        return phase.level() == Level.APP ? app : workload;
    }

    private static Phase phase(String wire) {
        return Phase.named(wire).orElseThrow(() -> new IllegalArgumentException("no phase of the flow page: " + wire));
    }

    private static State state(String end) {
        return State.of(end.split(": ", 2)[0]);
    }

    private static String message(String end) {
        return end.contains(": ") ? end.split(": ", 2)[1] : "";
    }
}
