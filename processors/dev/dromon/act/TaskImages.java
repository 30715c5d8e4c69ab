package dev.dromon.act;

import java.util.Objects;

/** Images that run the code of deno and python tasks. */
public record TaskImages(String deno, String python) {

    public TaskImages {
        Objects.requireNonNull(deno);
        Objects.requireNonNull(python);
    }
}
