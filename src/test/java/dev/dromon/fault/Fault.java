package dev.dromon.fault;

/** The kinds of faults that are injected, one by one and mixed; docs/faults.md says what each is. */
enum Fault {
    SERVER_ERROR, TOO_MANY_REQUESTS, CONFLICT, RESET, DELAY, LOST_ANSWER, SOMEBODY_ELSE, CUT_WATCHES, EXPIRED_WATCHES, REFUSED_WATCHES, STALE_LISTS, DOUBLED_EVENTS, LAGGING_WATCHES,
    AWAY, CRASH
}
