package dev.dromon.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of a run from outside its own checks.
 *
 * @param intervention what a person asks of it; empty when nobody does
 * @param aborted      why it is to end because what it belongs to was aborted; empty when it is not
 * @param resumed      the workloads, all that had failed, that go on because somebody asked it of them; empty when they do not
 */
public record Steering(Optional<Intervention> intervention, Optional<String> aborted, Optional<String> resumed) {

    /** Nothing is wanted. */
    public static final Steering NONE = new Steering(Optional.empty(), Optional.empty(), Optional.empty());

    public Steering {
        Objects.requireNonNull(intervention);
        Objects.requireNonNull(aborted);
        Objects.requireNonNull(resumed);
    }
}
