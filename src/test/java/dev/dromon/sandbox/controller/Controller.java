package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import java.util.Optional;

/** Brings one kind of object to the state that its spec asks for. */
interface Controller {

    /** The object to look at because of a change; empty when the change is none of this controller's business. Must not wait for anything. */
    Optional<ObjectRef> concerned(Change change);

    /** Looks at the object as it is now and does what is missing; an object that is gone needs nothing. Client errors are the caller's: a conflict means again. */
    void reconcile(ObjectRef object);
}
