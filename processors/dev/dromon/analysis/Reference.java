package dev.dromon.analysis;

import java.util.Objects;
import java.util.Optional;

/** An object by name and, where it is given, namespace. */
public record Reference(String name, Optional<String> namespace) {

    public Reference {
        Objects.requireNonNull(name);
        Objects.requireNonNull(namespace);
    }
}
