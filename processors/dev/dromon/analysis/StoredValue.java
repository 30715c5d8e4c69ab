package dev.dromon.analysis;

import java.util.Objects;

/**
 * What is recorded of the query of one template.
 *
 * @param template as the definition names it
 * @param query    as it was asked
 */
public record StoredValue(Reference template, String query, ValueAnswer answer) {

    public StoredValue {
        Objects.requireNonNull(template);
        Objects.requireNonNull(query);
        Objects.requireNonNull(answer);
    }
}
