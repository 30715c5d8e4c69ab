package dev.dromon.analysis;

import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of a provider.
 *
 * @param provider namespace and name of the KeptnMetricsProvider, with a slash in between
 * @param version  another one after each change of the provider: what failed before may now be answered
 * @param query    in the language of the provider
 * @param jsonPath where the value is in the answer, for types that need to be told
 */
public record ValueQuestion(String provider, String version, String query, Optional<String> jsonPath) {

    public ValueQuestion {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(version);
        Objects.requireNonNull(query);
        Objects.requireNonNull(jsonPath);
    }

    /** The version of a provider of that uid and metadata.generation. */
    public static String version(String uid, Long generation) {
        return uid + "/" + generation;
    }
}
