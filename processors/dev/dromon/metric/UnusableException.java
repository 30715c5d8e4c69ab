package dev.dromon.metric;

import dev.dromon.provider.Problem;
import dev.dromon.provider.Step;

/** Nobody can be asked; the message says why and what to do, and nothing of a Secret. */
final class UnusableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    UnusableException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    Step step() {
        return new Step.Failed(problem, getMessage());
    }
}
