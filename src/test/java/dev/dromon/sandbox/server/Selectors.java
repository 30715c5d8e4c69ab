package dev.dromon.sandbox.server;

import java.util.List;
import java.util.regex.Pattern;

/** Guards against selectors that the mock ignores, and would answer with everything or with nothing. */
final class Selectors {

    private static final Pattern LABELS = Pattern.compile("(!?[^,!=() ]+(!=|==?)[^,!=() ]+|!?[^,!=() ]+)(,(!?[^,!=() ]+(!=|==?)[^,!=() ]+|!?[^,!=() ]+))*");
    private static final List<String> FIELDS = List.of("metadata.name", "metadata.namespace");

    private Selectors() {
    }

    /** Refuses with 400 what cannot be evaluated: set-based label selectors, and fields other than name and namespace. */
    static void check(ResourcePath path) {
        String labels = path.query().getOrDefault("labelSelector", "");
        if (!labels.isEmpty() && !LABELS.matcher(labels).matches()) {
            throw ApiFailure.badRequest("labelSelector " + labels + ": the sandbox knows key=value, key!=value, key and !key");
        }
        for (String field : path.query().getOrDefault("fieldSelector", "").split(",")) {
            if (!field.isEmpty() && !FIELDS.contains(field.split("!?=")[0])) {
                throw ApiFailure.badRequest("fieldSelector " + field + ": the sandbox knows " + String.join(" and ", FIELDS));
            }
        }
    }
}
