package dev.dromon.scenario;

import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.CheckReference;
import dev.dromon.model.Decision;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.Intervention;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Names;
import dev.dromon.model.Phase;
import dev.dromon.model.RunIdentity;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Settings;
import dev.dromon.model.State;
import dev.dromon.model.Steering;
import dev.dromon.phase.RunDecider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A run as a test tells it: what there is to see changes step by step, and the decided status is kept as the API server would keep it. */
public final class Scenario {

    /** When the version object was created, and the first look. */
    public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private final Level level;
    private final String uid;
    private List<RunIdentity.Birth> births = List.of();
    private long generation = 1;
    private RunStatus status = RunStatus.NEW;
    private final List<CheckObservation> checks = new ArrayList<>();
    private final Map<List<Object>, CheckReference> references = new HashMap<>();
    private DeployObservation deploy = new DeployObservation(State.PROGRESSING, "", Optional.empty(), Optional.empty());
    private List<MemberStatus> members = List.of();
    private Optional<Blocker> hold = Optional.empty();
    private Optional<String> supersededBy = Optional.empty();
    private Steering steering = Steering.NONE;
    private int asked;
    private Settings settings = Settings.DEFAULT;
    private Instant now = CREATED;
    private long order;

    private Scenario(Level level, String uid) {
        this.level = level;
        this.uid = uid;
    }

    /** An app version without checks, blocking, with promotion; its workloads are on their way. */
    public static Scenario app() {
        return new Scenario(Level.APP, "uid-app");
    }

    /** A workload version without checks, blocking; its pods are on their way. */
    public static Scenario workload() {
        return new Scenario(Level.WORKLOAD, "uid-workload");
    }

    /** A version of the level that the phase belongs to. */
    public static Scenario of(Phase phase) {
        return phase.level() == Level.APP ? app() : workload();
    }

    /** The checks that a phase lists from now on, as in an annotation; nothing of them has been created. */
    public Scenario list(Phase phase, String... definitions) {
        checks.removeIf(c -> c.phase() == phase);
        for (int position = 0; position < definitions.length; position++) {
            CheckReference reference = CheckReference.parse(definitions[position]);
            String name = Names.check(uid, phase, position, reference.definition(), 1);
            references.put(List.of(phase, position), reference);
            checks.add(new CheckObservation(phase, position, reference.definition(), name, reference.at(now), Optional.empty(), Optional.empty()));
        }
        return this;
    }

    /** A check that went through Progressing before anybody looked at it again. */
    public Scenario seeAfterProgressing(Phase phase, int position, State state) {
        return change(phase, position, c -> with(c, Optional.of(new CheckObservation.Child(state, Optional.of(CREATED), Optional.of(now), "", true)), c.problem()));
    }

    /** The check's task or evaluation exists and is in this state. */
    public Scenario see(Phase phase, int position, State state) {
        return see(phase, position, state, "");
    }

    /** The check's task or evaluation exists, is in this state, and says why. */
    public Scenario see(Phase phase, int position, State state, String message) {
        Optional<Instant> end = state.completed() ? Optional.of(now) : Optional.empty();
        return change(phase, position, c -> with(c, Optional.of(new CheckObservation.Child(state, Optional.of(CREATED), end, message)), c.problem()));
    }

    /** All tasks or evaluations of the phase exist and are in this state. */
    public Scenario seeAll(Phase phase, State state) {
        checks(phase).forEach(c -> see(phase, c.position(), state));
        return this;
    }

    /** The check's task or evaluation was deleted by somebody. */
    public Scenario vanish(Phase phase, int position) {
        return change(phase, position, c -> with(c, Optional.empty(), c.problem()));
    }

    /** The check cannot be created, or does not move. */
    public Scenario problem(Phase phase, int position, Blocker problem) {
        return change(phase, position, c -> with(c, c.child(), Optional.of(problem)));
    }

    /** The check's problem is gone. */
    public Scenario solve(Phase phase, int position) {
        return change(phase, position, c -> with(c, c.child(), Optional.empty()));
    }

    /** The checks are handed over in another order; each keeps its place in the spec. */
    public Scenario shuffle(UnaryOperator<List<CheckObservation>> order) {
        List<CheckObservation> shuffled = order.apply(List.copyOf(checks));
        checks.clear();
        checks.addAll(shuffled);
        return this;
    }

    /** What the deploy phase sees. */
    public Scenario deploy(State state, String message) {
        return deploy(new DeployObservation(state, message, Optional.empty(), Optional.empty()));
    }

    /** What the deploy phase sees. */
    public Scenario deploy(DeployObservation seen) {
        deploy = seen;
        return this;
    }

    /** All that is to be deployed is deployed. */
    public Scenario deployed() {
        return deploy(State.SUCCEEDED, "");
    }

    /** The app's workloads as they are now. */
    public Scenario members(MemberStatus... seen) {
        members = List.of(seen);
        return this;
    }

    /** The run may not begin yet. */
    public Scenario hold(Blocker cause) {
        hold = Optional.of(cause);
        return this;
    }

    /** The run may begin. */
    public Scenario unhold() {
        hold = Optional.empty();
        return this;
    }

    /** A newer version takes over. */
    public Scenario supersededBy(String newer) {
        supersededBy = Optional.of(newer);
        return this;
    }

    /** Somebody asks for something, by an annotation that stays until it is taken off. */
    public Scenario ask(Intervention.Verb verb, String value) {
        return ask(verb, value, "alice");
    }

    /** The same by a user of that name; empty when the API server did not say who. */
    public Scenario ask(Intervention.Verb verb, String value, String by) {
        asked++;
        steering = new Steering(Optional.of(Intervention.of(verb.wire() + " " + asked, verb, value, by)), steering.aborted(), steering.resumed());
        return this;
    }

    /** The annotation is taken off. */
    public Scenario answered() {
        steering = new Steering(Optional.empty(), steering.aborted(), steering.resumed());
        return this;
    }

    /** What the run belongs to was aborted. */
    public Scenario aborted(String why) {
        steering = new Steering(steering.intervention(), Optional.of(why), steering.resumed());
        return this;
    }

    /** The workloads that failed go on. */
    public Scenario resumed(String workloads) {
        steering = new Steering(steering.intervention(), steering.aborted(), Optional.of(workloads));
        return this;
    }

    /** The settings in force from now on. */
    public Scenario settings(Settings now) {
        settings = now;
        return this;
    }

    /** A failed check does not stop the run from now on. */
    public Scenario blockDeployment(boolean block) {
        return settings(new Settings(block, settings.promotion(), settings.observabilityTimeout(), settings.discoveryTimeout(), settings.discoveryQuiet()));
    }

    /** Whether there is a promotion phase from now on. */
    public Scenario promotion(boolean promotion) {
        return settings(new Settings(settings.blockDeployment(), promotion, settings.observabilityTimeout(), settings.discoveryTimeout(), settings.discoveryQuiet()));
    }

    /** What was created for the run to exist. */
    public Scenario births(RunIdentity.Birth... recorded) {
        births = List.of(recorded);
        return this;
    }

    /** The spec was changed. */
    public Scenario newGeneration() {
        generation++;
        return this;
    }

    /** Time passes; a negative duration is a clock that was set back. */
    public Scenario later(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    /** Other versions of the app have transitions up to that order. */
    public Scenario others(long highest) {
        order = highest;
        return this;
    }

    /** Puts this status in the place of the recorded one. */
    public Scenario recorded(RunStatus other) {
        status = other;
        return this;
    }

    public RunStatus status() {
        return status;
    }

    public Instant now() {
        return now;
    }

    public Settings settings() {
        return settings;
    }

    /** Checks of a phase, in the order of the spec. */
    public List<CheckObservation> checks(Phase phase) {
        return checks.stream().filter(c -> c.phase() == phase).sorted((a, b) -> Integer.compare(a.position(), b.position())).toList();
    }

    /** A check that was retried goes by the name of its attempt, and nothing of that name is there before it was created; its severity is settled when it is. */
    private List<CheckObservation> attempted() {
        checks.replaceAll(c -> {
            List<ItemStatus> items = status.phase(c.phase()).items();
            boolean known = c.position() < items.size() && items.get(c.position()).definition().equals(c.definition());
            String name = Names.check(uid, c.phase(), c.position(), c.definition(), known ? items.get(c.position()).attempt() : 1);
            CheckObservation now = name.equals(c.name()) ? c : new CheckObservation(c.phase(), c.position(), c.definition(), name, c.severity(), Optional.empty(), c.problem());
            return now.child().isPresent() ? now : now.with(references.get(List.<Object>of(c.phase(), c.position())).at(this.now));
        });
        return checks;
    }

    /** What there is to see now. */
    public RunObservation observe() {
        RunIdentity run = new RunIdentity(level, "shop", level == Level.APP ? "cart-1.0-6b86b273" : "cart-api-1.0", uid, generation, CREATED, births);
        return new RunObservation(run, status, attempted(), deploy, members, hold, supersededBy, steering, settings, now, order);
    }

    /** Decides, and changes nothing. */
    public Decision look() {
        return RunDecider.decide(observe());
    }

    /** Decides, creates what is asked for, decides again with what that looks like, and keeps the status. */
    public Decision reconcile() {
        for (Action action : look().actions()) {
            State state = action.kind() == Action.Kind.CONFIRM_TASK ? State.FAILED : State.PENDING;
            see(action.check().phase(), action.check().position(), state, state == State.FAILED ? "deleted before its outcome was seen" : "");
        }
        Decision decision = look();
        status = decision.status();
        return decision;
    }

    /** Lets the run go on until it stands in the phase: every check before it succeeds, and what is to be deployed before it is deployed. */
    public Scenario upTo(Phase target) {
        reconcile();
        for (Phase phase : Phase.of(level, settings.promotion())) {
            if (phase == target) {
                return this;
            }
            seeAll(phase, State.SUCCEEDED);
            if (phase.kind() == Phase.Kind.DEPLOY) {
                deployed();
            }
            reconcile();
        }
        throw new IllegalArgumentException(target + " is not a phase of level " + level);
    }

    private Scenario change(Phase phase, int position, UnaryOperator<CheckObservation> change) {
        if (checks.stream().noneMatch(c -> c.phase() == phase && c.position() == position)) {
            throw new IllegalArgumentException(phase + " has no check at " + position);
        }
        checks.replaceAll(c -> c.phase() == phase && c.position() == position ? change.apply(c) : c);
        return this;
    }

    private static CheckObservation with(CheckObservation c, Optional<CheckObservation.Child> child, Optional<Blocker> problem) {
        return c.with(child, problem);
    }
}
