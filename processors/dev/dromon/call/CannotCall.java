package dev.dromon.call;

import dev.dromon.model.Blocker;
import java.time.Duration;
import java.util.Optional;

/** Something cannot be called at the moment: why, and when to look again when nobody tells that it can. */
final class CannotCall extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Blocker blocker;
    private final transient Optional<Duration> again;

    private CannotCall(Blocker blocker, Optional<Duration> again) {
        super(blocker.message());
        this.blocker = blocker;
        this.again = again;
    }

    /** Until somebody changes the definition or the task, which wakes it. */
    static CannotCall untilChanged(Blocker blocker) {
        return new CannotCall(blocker, Optional.empty());
    }

    /** Until something changes that nobody tells of. */
    static CannotCall lookAgain(Blocker blocker, Duration again) {
        return new CannotCall(blocker, Optional.of(again));
    }

    Blocker blocker() {
        return blocker;
    }

    Optional<Duration> again() {
        return again;
    }
}
