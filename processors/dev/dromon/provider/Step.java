package dev.dromon.provider;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** How a fetch goes on: it asks, or it has ended. */
public sealed interface Step {

    /** Reads an answer. Never throws. */
    @FunctionalInterface
    interface Reading {

        /** How the fetch goes on after this answer. */
        Step after(HttpAnswer answer);
    }

    /**
     * Ask, and go on with the answer.
     *
     * @param call  what to ask
     * @param pause how long to wait before
     * @param then  reads the answer
     */
    record Ask(HttpCall call, Duration pause, Reading then) implements Step {
        public Ask {
            Objects.requireNonNull(call);
            Objects.requireNonNull(pause);
            Objects.requireNonNull(then);
        }
    }

    /**
     * The end: there is a value.
     *
     * @param value   the value
     * @param samples what it was made from, oldest first; at least one
     */
    record Found(Sample value, List<Sample> samples) implements Step {
        public Found {
            Objects.requireNonNull(value);
            samples = List.copyOf(samples);
        }
    }

    /** The end: there is none. */
    record Failed(Problem problem, String message) implements Step {
        public Failed {
            Objects.requireNonNull(problem);
            Objects.requireNonNull(message);
        }
    }
}
