package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.ObjectRef;
import java.time.Duration;

/** Does something to an object after a while, on the thread of the controllers, and again at once if somebody else was faster. */
@FunctionalInterface
interface Later {

    void schedule(ObjectRef object, Duration delay, Runnable action);
}
