package dev.dromon.event;

import java.util.Map;
import java.util.Objects;

/**
 * What CDEvents 0.3.0 add to an event: type and subject. Id, source and time are those of its CloudEvent.
 *
 * @param type        {@code dev.cdevents.<subject>.<predicate>.<version>}
 * @param subjectType for example {@code taskRun}
 * @param subjectId   what it is about; never empty
 * @param texts       fields of the subject's content
 * @param parts       objects in the subject's content, each with its fields, for example {@code environment} with {@code id}
 */
public record CDEvent(String type, String subjectType, String subjectId, Map<String, String> texts, Map<String, Map<String, String>> parts) {

    /** Version of the specification. */
    public static final String SPECIFICATION = "0.3.0";

    public CDEvent {
        Objects.requireNonNull(type);
        Objects.requireNonNull(subjectType);
        Objects.requireNonNull(subjectId);
        texts = Map.copyOf(texts);
        parts = Map.copyOf(parts);
    }
}
