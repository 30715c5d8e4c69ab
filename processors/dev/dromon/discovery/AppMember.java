package dev.dromon.discovery;

import java.time.Instant;

/**
 * A KeptnWorkload of an app.
 *
 * @param object     name of the KeptnWorkload
 * @param version    its current version
 * @param lastChange when it, or the newest of its versions, was created; seconds
 */
public record AppMember(String object, String version, Instant lastChange) {
}
