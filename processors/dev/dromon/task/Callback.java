package dev.dromon.task;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of a request and its answer.
 *
 * @param tokenHash SHA-256, in hex, of the token that the answer must carry
 * @param deadline  when the task fails without an answer
 * @param requested when the receiver took the request; empty before
 * @param answer    empty before
 */
public record Callback(String tokenHash, Instant deadline, Optional<Instant> requested, Optional<CallbackAnswer> answer) {

    public Callback {
        Objects.requireNonNull(tokenHash);
        Objects.requireNonNull(deadline);
        Objects.requireNonNull(requested);
        Objects.requireNonNull(answer);
    }

    /** A request that nobody has got yet. */
    public Callback(String tokenHash, Instant deadline) {
        this(tokenHash, deadline, Optional.empty(), Optional.empty());
    }

    /** Whether the request may still have to be sent: an answer proves that it was. */
    public boolean unsent() {
        return requested.isEmpty() && answer.isEmpty();
    }

    Callback renewed(String newHash) {
        return new Callback(newHash, deadline, requested, answer);
    }

    Callback requested(Instant time) {
        return new Callback(tokenHash, deadline, Optional.of(time), answer);
    }

    Callback answered(CallbackAnswer given) {
        return new Callback(tokenHash, deadline, requested, Optional.of(given));
    }
}
