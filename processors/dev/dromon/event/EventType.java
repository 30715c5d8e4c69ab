package dev.dromon.event;

import dev.dromon.model.Intervention;
import dev.dromon.model.Level;
import dev.dromon.model.Phase;
import dev.dromon.model.Transition;
import java.util.Locale;

/** The CloudEvents type of a transition: {@code dev.dromon.<what>[.<state>].v1}, whatever the naming of Kubernetes Events is. Pure; never throws. Table: docs/reference/cloud-events.md. */
final class EventType {

    private static final String PREFIX = "dev.dromon.";
    private static final String VERSION = ".v1";

    private EventType() {
    }

    static String of(Level level, Transition t) {
        return PREFIX + words(level, t).toLowerCase(Locale.ROOT) + VERSION;
    }

    private static String words(Level level, Transition t) {
        return switch (t.type()) {
            case PHASE_STARTED -> phase(t) + ".started";
            case PHASE_SUCCEEDED -> phase(t) + ".succeeded";
            case PHASE_WARNED -> phase(t) + ".warned";
            case PHASE_WAIVED -> phase(t) + ".waived";
            case PHASE_ERRORED -> phase(t) + ".errored";
            case BLOCKED -> (level == Level.APP ? "app" : "workload") + ".blocked";
            case REFUSED -> Intervention.Verb.named(t.item()).map(v -> v.done().wire()).orElse("intervention") + ".refused";
            case ENDED -> (level == Level.APP ? "app" : "workload") + ".ended";
            case COMPLETED -> "app.completed";
            default -> t.type().wire();
        };
    }

    private static String phase(Transition t) {
        return t.phase().map(Phase::wire).orElse("phase");
    }
}
