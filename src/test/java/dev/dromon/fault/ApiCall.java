package dev.dromon.fault;

import java.util.Set;

/**
 * A request of a runtime as the proxy sees it.
 *
 * @param write place among the runtime's writes, from 1; 0 for reads. Events count, leases do not
 * @param read  place among the runtime's reads that are no watches, from 1; 0 for writes
 * @param query without the question mark; empty when there is none
 */
record ApiCall(int write, int read, String method, String path, String query) {

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    static boolean writes(String method, String path) {
        return WRITES.contains(method) && !path.contains("/leases");
    }

    boolean isWrite() {
        return write > 0;
    }

    boolean creates() {
        return method.equals("POST");
    }

    /** The only page of a list, as informers ask for it. */
    boolean list() {
        return method.equals("GET") && query.contains("limit=") && !query.contains("continue=");
    }

    /** Path of the object itself, without its status. */
    String object() {
        return path.endsWith("/status") ? path.substring(0, path.length() - "/status".length()) : path;
    }

    @Override
    public String toString() {
        return (isWrite() ? "write " + write : "read " + read) + ": " + method + " " + path;
    }
}
