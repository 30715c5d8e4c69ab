package dev.dromon.sandbox.controller;

/** Endings of pod names that look like those of Kubernetes, and come in the same order in every sandbox. Not thread-safe. */
final class Suffixes {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 5;
    /** Coprime to the number of endings, so that none repeats before all have been used. */
    private static final long STEP = 7_368_787;

    private long count;

    /** The next ending, five characters. */
    String next() {
        long value = ++count * STEP;
        StringBuilder ending = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            ending.append(LETTERS.charAt((int) (value % LETTERS.length())));
            value /= LETTERS.length();
        }
        return ending.toString();
    }
}
