package dev.dromon.sink;

import java.time.Duration;
import java.util.Optional;

/** An event was not taken. The message says in one sentence what happened, without anything secret. */
public final class DeliveryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String event;
    private final transient Optional<Parcel> parcel;
    private final boolean refused;
    private final transient Optional<Duration> retryAfter;

    DeliveryFailure(Parcel parcel, Answer answer) {
        this(parcel.event().id(), Optional.of(parcel), answer);
    }

    /** Of an event that came from a topic. */
    DeliveryFailure(String event, Answer answer) {
        this(event, Optional.empty(), answer);
    }

    private DeliveryFailure(String event, Optional<Parcel> parcel, Answer answer) {
        super(answer.problem());
        this.event = event;
        this.parcel = parcel;
        this.refused = answer.verdict() == Answer.Verdict.REFUSED;
        this.retryAfter = answer.retryAfter();
    }

    /** Id of the event. */
    String event() {
        return event;
    }

    /** What was on its way; empty when it came from a topic. */
    Optional<Parcel> parcel() {
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
