package dev.dromon.analysis;

import dev.dromon.model.Blocker;
import java.util.Objects;
import java.util.Optional;

/** An objective and what is asked for it, or why nothing can be asked; exactly one of both is there. */
public record ObjectiveObservation(Objective objective, Optional<ValueQuestion> question, Optional<Blocker> blocker) {

    public ObjectiveObservation {
        Objects.requireNonNull(objective);
        Objects.requireNonNull(question);
        Objects.requireNonNull(blocker);
    }
}
