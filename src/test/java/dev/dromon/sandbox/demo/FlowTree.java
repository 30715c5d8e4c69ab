package dev.dromon.sandbox.demo;

import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.sandbox.demo.Screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Draws the tree of the flow page while it grows: app phases at the left, workloads below AppDeploy with their name in front, checks as leaves with the time they
 * took. The start and the end of a phase that has nothing to check share a line.
 */
final class FlowTree {

    private static final String NAME = "%-11s";
    /** Events outside the tree that tell why it looks as it does. */
    private static final Set<String> NOTES = Set.of("CreateAppVersion", "Deprecated", "Cancelled");

    private final Screen screen;
    private final Instant start;
    private final Map<String, Instant> checks = new HashMap<>();
    private final Map<String, Instant> pods = new HashMap<>();
    /** Object to the start of its phase that is not drawn yet. */
    private final Map<String, Told> begun = new HashMap<>();
    /** What workloads told before AppDeploy had started. */
    private final List<Told> early = new ArrayList<>();
    private boolean deployed;
    private boolean deploying;

    /** A tree whose times count from the given one. */
    FlowTree(Screen screen, Instant start) {
        this.screen = screen;
        this.start = start;
    }

    /** Draws what the event says, if it belongs to the tree. What a workload does is drawn below AppDeploy, also if that event comes late. */
    void hear(Told told) {
        if (!told.workload().isEmpty() && !deployed) {
            early.add(told);
            return;
        }
        show(told);
        if (deployed) {
            early.forEach(this::show);
            early.clear();
        }
    }

    private void show(Told told) {
        Optional<PhaseEvent> phase = PhaseEvent.of(told);
        Told before = begun.remove(told.object());
        if (before != null && phase.filter(p -> !p.starts()).isEmpty()) {
            draw(before, before.reason(), Tone.PLAIN);
            before = null;
        }
        if (phase.isPresent()) {
            show(told, phase.get(), before);
        }
        Check.created(told).ifPresent(check -> checks.put(check.object(), told.time()));
        Check.ended(told).ifPresent(check -> leaf(told, check));
        pod(told);
        if (told.is("KeptnAppVersion", "Completed")) {
            screen.at(since(told), "", told.reason(), Tone.GOOD);
        }
        if (NOTES.contains(told.reason())) {
            note(told);
        }
    }

    /** Start or end of a phase; before is its start when that is not drawn yet. */
    private void show(Told told, PhaseEvent event, Told before) {
        if (event.starts()) {
            if (event.phase().level() == Level.APP) {
                screen.at(since(told), "", event.phase().wire(), Tone.HEADING);
                deploying = event.phase() == Phase.APP_DEPLOY;
                deployed |= deploying;
            }
            if (event.phase().kind() == Phase.Kind.DEPLOY) {
                draw(told, told.reason(), Tone.PLAIN);
            } else {
                begun.put(told.object(), told);
            }
            return;
        }
        if (event.phase() == Phase.APP_DEPLOY) {
            deploying = false;
        }
        String nothing = " (no " + event.phase().kind().name().toLowerCase(Locale.ROOT) + ")";
        String text = before == null ? told.reason() : before.reason() + ", " + told.reason() + nothing;
        draw(told, text, !event.good() ? Tone.BAD : told.warning() ? Tone.NOTICE : Tone.GOOD);
        if (!event.good()) {
            screen.paragraph(" ".repeat(15), told.message(), Tone.BAD);
        }
    }

    private void draw(Told told, String text, Tone tone) {
        if (!told.workload().isEmpty()) {
            workload(told, told.workload(), text, tone);
        } else {
            screen.at(since(told), text.equals(told.reason()) && text.endsWith("Started") ? "├─ " : "└─ ", text, tone);
        }
    }

    private void workload(Told told, String workload, String text, Tone tone) {
        screen.at(since(told), deploying ? "├─ " : "   ", String.format(NAME, workload) + text, tone);
    }

    private void note(Told told) {
        String text = told.reason() + ": " + told.message();
        if (told.workload().isEmpty()) {
            screen.at(since(told), "", text, Tone.FAINT);
        } else {
            workload(told, told.workload(), text, Tone.FAINT);
        }
    }

    private void leaf(Told told, Check check) {
        String took = Optional.ofNullable(checks.get(check.object())).map(from -> "  " + Screen.seconds(Duration.between(from, told.time())).trim() + " s").orElse("");
        String text = (check.good() ? "✓ " : "✗ ") + check.definition() + took + (check.why().isEmpty() ? "" : ": " + check.why());
        Tone tone = check.good() ? Tone.PLAIN : Tone.BAD;
        if (told.workload().isEmpty()) {
            screen.at(since(told), "│    ", text, tone);
        } else {
            workload(told, told.workload(), "  " + text, tone);
        }
    }

    /** A pod that got its node: how long it had waited. */
    private void pod(Told told) {
        if (told.is("ReplicaSet", "SuccessfulCreate")) {
            String pod = told.message().substring(told.message().lastIndexOf(' ') + 1);
            pods.put(pod, told.time());
            screen.at(since(told), "", "pod " + pod + " created", Tone.FAINT);
        }
        if (told.is("Pod", "Scheduled") && pods.containsKey(told.object())) {
            String waited = Screen.seconds(Duration.between(pods.get(told.object()), told.time())).trim();
            screen.at(since(told), deploying ? "│    " : "     ", "pod " + told.object() + " released, " + waited + " s at the gate", Tone.FAINT);
        }
    }

    private Duration since(Told told) {
        return Duration.between(start, told.time());
    }
}
