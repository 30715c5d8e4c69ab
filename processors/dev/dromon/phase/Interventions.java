package dev.dromon.phase;

import dev.dromon.model.Intervention;
import dev.dromon.model.ItemStatus;
import dev.dromon.model.Level;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.Phase;
import dev.dromon.model.RunObservation;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Severity;
import dev.dromon.model.State;
import dev.dromon.model.Transition;
import dev.dromon.model.TransitionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Does to a run what a person asked for, or says in one sentence why that is not possible; either is recorded with who asked, once. Lives for one decision. Rules:
 * docs/concepts.md, intervening.
 */
final class Interventions {

    private final RunDraft draft;
    private final RunObservation seen;
    private final Intervention asked;

    Interventions(RunDraft draft, RunObservation seen, Intervention asked) {
        this.draft = draft;
        this.seen = seen;
        this.asked = asked;
    }

    /** What is asked of a run and has not been recorded; empty when there is nothing, or the run has been asked too often. */
    static Optional<Intervention> pending(RunObservation seen) {
        RunStatus status = seen.status();
        return seen.steering().intervention().filter(a -> !status.askedEnough() && status.recorded(a.id()).isEmpty());
    }

    /** Whether the decision goes on from here: not after a retry, whose checks have other names and are only seen at the next look. */
    boolean apply() {
        Optional<String> refusal = never().or(() -> switch (asked.verb()) {
            case ABORT -> abort();
            case APPROVE -> approve();
            case SKIP -> skip();
            case RETRY -> retry();
        });
        refusal.ifPresent(why -> draft.journal().asked(TransitionType.REFUSED, draft.current(), asked.verb().wire(), why, asked));
        boolean retried = refusal.isEmpty() && asked.verb() == Intervention.Verb.RETRY;
        if (retried || draft.ended()) {
            draft.keepBlocker();
        }
        return !retried;
    }

    private Optional<String> never() {
        RunStatus status = seen.status();
        String name = seen.run().name();
        if (asked.by().isEmpty()) {
            return Optional.of("expected the API server to say who asks, found nothing; apply the admission policies of kustomize/base/admission and ask again");
        }
        if (seen.supersededBy().isPresent() || status.state() == State.DEPRECATED) {
            return Optional.of(name + " was superseded" + seen.supersededBy().map(n -> " by " + n + "; ask that one").orElse("; ask the newest version"));
        }
        if (status.happened(TransitionType.ABORT)) {
            return Optional.of(name + " was aborted; apply a new version, or raise spec.revision of its KeptnApp");
        }
        return status.state() == State.SUCCEEDED ? Optional.of(name + " has ended Succeeded; there is nothing left to " + asked.verb().wire()) : Optional.empty();
    }

    private Optional<String> abort() {
        if (draft.ended()) {
            return Optional.of(seen.run().name() + " has ended " + seen.status().state().wire() + " already");
        }
        if (asked.reason().isEmpty()) {
            return Optional.of("expected a reason as the value, found none");
        }
        RunDecider.begin(draft, seen.run());
        draft.journal().asked(TransitionType.ABORT, draft.current(), "", asked.reason(), asked);
        new RunEnd(draft, seen).abort("aborted by " + asked.by() + ": " + asked.reason());
        return Optional.empty();
    }

    private Optional<String> approve() {
        if (draft.plan().stream().filter(Phase::beforeDeployment).allMatch(p -> draft.state(p).passed())) {
            return Optional.of("the pre-deployment phases have passed already; there is nothing left to approve");
        }
        if (asked.reason().isEmpty()) {
            return Optional.of("expected a reason as the value, found none");
        }
        draft.journal().asked(TransitionType.APPROVE, draft.current(), "", asked.reason(), asked);
        if (draft.ended()) {
            draft.open(draft.current().orElseThrow());
        }
        return Optional.empty();
    }

    private Optional<String> skip() {
        if (asked.check().isEmpty() || asked.reason().isEmpty()) {
            return Optional.of("expected '<check>: <reason>', found '" + asked.check() + (asked.reason().isEmpty() ? "" : ": " + asked.reason()) + "'");
        }
        Optional<Phase> phase = checked();
        if (phase.isEmpty()) {
            return Optional.of(noChecks());
        }
        String why = "skipped by " + asked.by() + ": " + asked.reason();
        return change(phase.get(), i -> i.state().passed() ? Optional.of("has passed") : over(phase.get(), i), TransitionType.SKIP,
                i -> PhaseItems.waived(phase.get(), i, why, draft.journal(), seen.now()));
    }

    private Optional<String> retry() {
        Optional<Phase> deploy = draft.current().filter(p -> p.kind() == Phase.Kind.DEPLOY && asked.check().isEmpty());
        if (deploy.isPresent()) {
            return retryDeployment(deploy.get());
        }
        Optional<Phase> phase = checked();
        return phase.isEmpty() ? Optional.of(noChecks())
                : change(phase.get(), i -> i.state() == State.FAILED ? over(phase.get(), i) : Optional.of("is " + i.state().wire()), TransitionType.RETRY, ItemStatus::again);
    }

    private Optional<String> retryDeployment(Phase phase) {
        if (!draft.ended()) {
            return Optional.of(phase.wire() + " is still going on");
        }
        if (seen.run().level() == Level.APP) {
            return Optional.of(phase.wire() + " goes on by itself when its failed workloads do; ask their KeptnWorkloadVersions: " + seen.status().members().stream()
                    .filter(m -> m.state() == State.FAILED || m.state() == State.DEPRECATED).map(Interventions::named).collect(Collectors.joining(", ")));
        }
        draft.journal().asked(TransitionType.RETRY, Optional.of(phase), "", asked.reason(), asked);
        draft.open(phase);
        return Optional.empty();
    }

    private static String named(MemberStatus member) {
        return member.name() + " " + member.version();
    }

    /** The phase whose checks can be asked for: the one that runs or was the last to run; while the run goes on an earlier one too, for a check that is only observed, and named. */
    private Optional<Phase> checked() {
        Optional<Phase> current = draft.current().filter(p -> p.kind() != Phase.Kind.DEPLOY);
        if (draft.ended() || current.filter(p -> draft.items(p).stream().anyMatch(this::isNamed)).isPresent()) {
            return current;
        }
        return draft.plan().stream().filter(p -> draft.items(p).stream().anyMatch(i -> i.severity() == Severity.OBSERVE && isNamed(i))).findFirst().or(() -> current);
    }

    private boolean isNamed(ItemStatus item) {
        return asked.check().equals(item.definition()) || asked.check().equals(item.name());
    }

    /** Why a check cannot be changed any more; empty when it can. */
    private Optional<String> over(Phase phase, ItemStatus item) {
        return draft.state(phase).passed() && item.severity() != Severity.OBSERVE ? Optional.of("belongs to a phase that has passed") : Optional.empty();
    }

    private String noChecks() {
        return draft.current().map(p -> p.wire() + " has no checks").orElse("no phase of " + seen.run().name() + " has begun") + "; ask when the phase of the check runs";
    }

    /** Changes the checks that were named; a run that had ended goes on when no failed check of its phase is left. */
    private Optional<String> change(Phase phase, Function<ItemStatus, Optional<String>> unfit, TransitionType type, Function<ItemStatus, ItemStatus> change) {
        List<ItemStatus> items = new ArrayList<>(draft.items(phase));
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ItemStatus item = items.get(i);
            if (asked.check().isEmpty() ? unfit.apply(item).isEmpty() : isNamed(item)) {
                named.add(i);
            }
        }
        Optional<String> refusal = refusal(phase, items, named, unfit);
        if (refusal.isPresent()) {
            return refusal;
        }
        String definitions = named.stream().map(i -> items.get(i).definition()).distinct().collect(Collectors.joining(", "));
        draft.journal().asked(type, Optional.of(phase), definitions, asked.reason(), asked);
        named.stream().filter(i -> unfit.apply(items.get(i)).isEmpty()).forEach(i -> items.set(i, change.apply(items.get(i))));
        draft.put(phase, draft.state(phase), items);
        if (draft.ended() && items.stream().noneMatch(ItemStatus::blocks)) {
            draft.open(phase);
        }
        return Optional.empty();
    }

    private Optional<String> refusal(Phase phase, List<ItemStatus> items, List<Integer> named, Function<ItemStatus, Optional<String>> unfit) {
        String all = items.stream().map(i -> i.definition() + " (" + i.state().wire() + ")").collect(Collectors.joining(", "));
        if (named.isEmpty()) {
            return Optional.of("expected a check of " + phase.wire() + " that can be " + (asked.verb() == Intervention.Verb.SKIP ? "skipped" : "retried") + ", found '" + asked.check()
                    + "'; there are " + (all.isEmpty() ? "none" : all));
        }
        return named.stream().allMatch(i -> unfit.apply(items.get(i)).isPresent())
                ? Optional.of("check " + asked.check() + " of " + phase.wire() + " " + unfit.apply(items.get(named.get(0))).orElseThrow()) : Optional.empty();
    }

    /** What the events say of the approval that a run has; empty when it has none. */
    static Optional<String> approval(Journal journal) {
        return journal.last(TransitionType.APPROVE).map(t -> "approved by " + t.audit().map(Transition.Audit::by).orElse("") + ": " + t.message());
    }
}
