package dev.dromon.callback;

/** At this moment a task cannot be looked up, or its status not be written; the same may be tried again. */
public final class NotNow extends Exception {

    private static final long serialVersionUID = 1L;
}
