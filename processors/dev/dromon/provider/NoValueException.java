package dev.dromon.provider;

/** There is no new value; the message says why, in one sentence, without anything secret. */
final class NoValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    NoValueException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    Step step() {
        return new Step.Failed(problem, getMessage());
    }
}
