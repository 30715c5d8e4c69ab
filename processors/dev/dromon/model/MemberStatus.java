package dev.dromon.model;

/**
 * What an app version has seen of one of its workloads.
 *
 * @param name    workload name without the app's prefix, as in KeptnApp
 * @param version version that the app lists
 * @param state   state of that workload version's run; PENDING while there is none
 */
public record MemberStatus(String name, String version, State state) {
}
