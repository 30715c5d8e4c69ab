package dev.dromon.sink;

import java.time.Duration;
import java.util.Optional;

/** An event was not taken. The message says in one sentence what happened, without anything secret. */
public final class DeliveryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Parcel parcel;
    private final boolean refused;
    private final transient Optional<Duration> retryAfter;

    DeliveryFailure(Parcel parcel, Answer answer) {
        super(answer.problem());
        this.parcel = parcel;
        this.refused = answer.verdict() == Answer.Verdict.REFUSED;
        this.retryAfter = answer.retryAfter();
    }

    Parcel parcel() {
        return parcel;
    }

    /** Whether the receiver does not want this very event, so that sending it again is not likely to help. */
    boolean refused() {
        return refused;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
