package dev.dromon.phase;

import dev.dromon.model.Action;
import dev.dromon.model.Blocker;
import dev.dromon.model.CheckObservation;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.TransitionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The checks of one phase, as they are found, against what is remembered of them. Lives for one decision. */
final class PhaseItems {

    private final List<ItemStatus> recorded;
    private final Journal journal;
    private final Instant now;
    private final List<ItemStatus> items = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private Optional<Blocker> problem = Optional.empty();

    PhaseItems(List<ItemStatus> recorded, Journal journal, Instant now) {
        this.recorded = recorded;
        this.journal = journal;
        this.now = now;
    }

    /** Takes over the state of the next check of the phase, or asks for it when there is none. One that has ended stays as it is, and nothing is wrong with it any more. */
    void look(CheckObservation check) {
        ItemStatus item = follow(check);
        items.add(item);
        if (!item.state().completed() && !item.observed()) {
            problem = problem.or(check::problem);
        }
    }

    /** What becomes of a check: the state of what was created for it, or the wish to create it. */
    ItemStatus follow(CheckObservation check) {
        ItemStatus before = recorded(check);
        return before.state().completed() ? before : check.child().map(child -> follow(check, child, before)).orElseGet(() -> ask(check, before));
    }

    /** Takes the next check of the phase as passed for the given reason, unless it has passed by itself; one that runs is stopped. */
    void waive(CheckObservation check, String why) {
        ItemStatus before = recorded(check);
        ItemStatus item = before.state().completed() ? before : check.child().map(child -> follow(check, child, before)).orElse(before);
        items.add(item.state().passed() ? item : waived(check.phase(), item, why, journal, now));
    }

    /** A check that is taken as passed, and, if it runs, stopped. */
    static ItemStatus waived(Phase phase, ItemStatus item, String why, Journal journal, Instant now) {
        if (item.created() && !item.state().completed()) {
            journal.item(TransitionType.CANCELLED, phase, item.name(), item.state(), State.WARNING, why);
        }
        return item.ended(State.WARNING, now, why);
    }

    /** What is remembered of a check; another definition in the same place is another check. */
    private ItemStatus recorded(CheckObservation check) {
        boolean known = check.position() < recorded.size() && recorded.get(check.position()).definition().equals(check.definition());
        return known ? recorded.get(check.position()).counting(check.severity()) : ItemStatus.pending(check.definition(), check.severity());
    }

    /** A task that was created and is gone may have done its work, so it is not created again; an evaluation only looks. */
    private ItemStatus ask(CheckObservation check, ItemStatus before) {
        if (task(check) && before.created()) {
            actions.add(new Action(Action.Kind.CONFIRM_TASK, check));
        } else if (check.problem().isEmpty()) {
            actions.add(new Action(task(check) ? Action.Kind.CREATE_TASK : Action.Kind.CREATE_EVALUATION, check));
        }
        return new ItemStatus(before.definition(), State.PENDING, before.name(), before.start(), Optional.empty(), check.problem().map(Blocker::message).orElse(""), before.attempt(),
                before.severity());
    }

    private ItemStatus follow(CheckObservation check, CheckObservation.Child child, ItemStatus before) {
        boolean readable = child.state() != State.UNKNOWN;
        if (!before.created() && readable) {
            journal.item(task(check) ? TransitionType.CREATE_TASK : TransitionType.CREATE_EVALUATION, check.phase(), check.name(), null, null, "");
        }
        State state = before.state().outdates(child.state()) ? before.state() : child.state();
        boolean skipped = child.progressed() && before.state() == State.PENDING && child.state().completed();
        if (skipped) {
            moved(check, before.state(), State.PROGRESSING, "");
        }
        moved(check, skipped ? State.PROGRESSING : before.state(), state, child.message());
        Optional<Instant> ended = child.state().completed() ? Optional.of(child.end().orElse(now)) : Optional.empty();
        return new ItemStatus(before.definition(), state, readable ? check.name() : before.name(), child.start().or(before::start), ended, child.message(),
                before.attempt(), before.severity());
    }

    private void moved(CheckObservation check, State from, State to, String message) {
        if (from != to) {
            journal.item(task(check) ? TransitionType.RECONCILE_TASK : TransitionType.RECONCILE_EVALUATION, check.phase(), check.name(), from, to, message);
        }
    }

    private static boolean task(CheckObservation check) {
        return check.phase().kind() == Phase.Kind.TASKS;
    }

    /** The checks looked at so far, in the order of the looks. */
    List<ItemStatus> items() {
        return List.copyOf(items);
    }

    /** What to do for those that are missing. */
    List<Action> actions() {
        return List.copyOf(actions);
    }

    /** Why the first one that stands still does not move; empty when none does. */
    Optional<Blocker> problem() {
        return problem;
    }

    /**
     * State of the phase: a failed check that blocks ends it at once, one that only warns does so when the others have ended too; a check that was waived leaves a warning. What is only
     * observed does not count, and is not waited for.
     */
    State verdict(boolean blockDeployment) {
        List<ItemStatus> counted = items.stream().filter(i -> i.severity() != Severity.OBSERVE).toList();
        List<State> weighed = counted.stream().map(i -> bad(i) && i.severity().under(blockDeployment) == Severity.WARN ? State.WARNING : i.state()).toList();
        State folded = StateFold.fold(weighed);
        if (folded == State.SUCCEEDED) {
            return weighed.contains(State.WARNING) ? State.WARNING : State.SUCCEEDED;
        }
        return folded != State.FAILED && counted.stream().anyMatch(PhaseItems::bad) ? State.PROGRESSING : folded;
    }

    private static boolean bad(ItemStatus item) {
        return item.state() == State.FAILED || item.state() == State.DEPRECATED;
    }

    /** The checks that count and have failed or will not run, with why one does not block and with their reasons; empty when there is none. */
    static String failures(List<ItemStatus> items, boolean blockDeployment) {
        return items.stream().filter(i -> bad(i) && i.severity() != Severity.OBSERVE).map(i -> told(i.definition() + mildness(i, blockDeployment), i)).collect(Collectors.joining("; "));
    }

    private static String mildness(ItemStatus item, boolean blockDeployment) {
        return item.severity() == Severity.WARN ? " (severity warn)" : blockDeployment ? "" : " (blockDeployment is false)";
    }

    /** The checks that are only observed and have failed or will not run, with their reasons; empty when there is none. */
    static String observations(List<ItemStatus> items) {
        return named(items, i -> bad(i) && i.severity() == Severity.OBSERVE);
    }

    /** The checks that were waived, with their reasons; empty when none was. */
    static String waivers(List<ItemStatus> items) {
        return named(items, i -> i.state() == State.WARNING && i.severity() != Severity.OBSERVE);
    }

    private static String named(List<ItemStatus> items, Predicate<ItemStatus> which) {
        return items.stream().filter(which).map(i -> told(i.definition(), i)).collect(Collectors.joining("; "));
    }

    private static String told(String name, ItemStatus item) {
        return name + (item.message().isEmpty() ? "" : ": " + item.message());
    }
}
