package dev.dromon.sandbox.demo;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of a task or evaluation, read from the Event that tells of it.
 *
 * @param object     name of the KeptnTask or KeptnEvaluation
 * @param definition name of its definition
 * @param state      its new state
 * @param why        what is said about it; mostly empty
 */
record Check(String object, String definition, String state, String why) {

    private static final Set<String> CREATED = Set.of("CreateTask", "CreateEvaluation");
    private static final Set<String> CHANGED = Set.of("ReconcileTask", "ReconcileEvaluation");
    private static final Set<String> OPEN = Set.of("Pending", "Progressing", "Unknown");
    private static final Pattern CHANGE = Pattern.compile("(\\S+) went from \\S+ to (\\w+)(?:: (.*))?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("(?:pre-eval|post-eval|pre|post|promotion)-(.*)-[0-9a-f]{10}");

    /** The check that was just created; empty for other events. */
    static Optional<Check> created(Told told) {
        String start = "created ";
        boolean created = CREATED.contains(told.reason()) && told.message().startsWith(start);
        return created ? Optional.of(of(told.message().substring(start.length()), "Pending", "")) : Optional.empty();
    }

    /** The check that has just ended; empty for other events and other changes. */
    static Optional<Check> ended(Told told) {
        Matcher change = CHANGE.matcher(told.message());
        if (!CHANGED.contains(told.reason()) || !change.matches() || OPEN.contains(change.group(2))) {
            return Optional.empty();
        }
        return Optional.of(of(change.group(1), change.group(2), Optional.ofNullable(change.group(3)).orElse("")));
    }

    boolean good() {
        return "Succeeded".equals(state);
    }

    private static Check of(String object, String state, String why) {
        Matcher name = NAME.matcher(object);
        return new Check(object, name.matches() ? name.group(1) : object, state, why);
    }
}
