package dev.dromon.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Which run it is, and what was created for it to exist.
 *
 * @param level      app or workload
 * @param namespace  namespace of the version object
 * @param name       name of the version object
 * @param uid        its uid
 * @param generation generation of its spec
 * @param created    when the version object was created, seconds
 * @param births     what its first write records: the creations that led to it, in their order
 */
public record RunIdentity(Level level, String namespace, String name, String uid, long generation, Instant created, List<Birth> births) {

    /** One creation that led to a run; the item is the name of the created object. */
    public record Birth(TransitionType type, String item) {
    }

    public RunIdentity {
        Objects.requireNonNull(level);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
        births = List.copyOf(births);
    }
}
