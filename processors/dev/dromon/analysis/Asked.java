package dev.dromon.analysis;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A question that was asked in this process.
 *
 * @param times   how often, at least once
 * @param at      when the last answer came, or the first question was asked
 * @param answer  the last answer; empty before the first
 * @param running whether one is awaited
 */
public record Asked(int times, Instant at, Optional<ValueAnswer> answer, boolean running) {

    public Asked {
        Objects.requireNonNull(at);
        Objects.requireNonNull(answer);
    }
}
