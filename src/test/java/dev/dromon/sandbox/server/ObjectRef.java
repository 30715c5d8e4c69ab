package dev.dromon.sandbox.server;

/**
 * Names one object.
 *
 * @param kind      its kind
 * @param namespace empty when it is cluster-scoped
 * @param name      its name
 * @param uid       its uid
 */
public record ObjectRef(String kind, String namespace, String name, String uid) {
}
