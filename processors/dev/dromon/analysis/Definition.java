package dev.dromon.analysis;

import java.util.List;

/**
 * What is scored, and how.
 *
 * @param passPercentage    percent of the greatest possible score from which on it passes, 0 to 100
 * @param warningPercentage percent from which on it passes with a warning
 */
public record Definition(List<Objective> objectives, int passPercentage, int warningPercentage) {

    public Definition {
        objectives = List.copyOf(objectives);
    }
}
