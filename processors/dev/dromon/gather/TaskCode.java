package dev.dromon.gather;

import dev.dromon.api.RuntimeSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * The code of a deno or python task, wherever functionRef found it.
 *
 * @param deno      whether deno runs it, else python
 * @param runtime   one source of code that is not a functionRef, with the parameters, secret and words that all definitions on the way agree on
 * @param namespace where the definition that has the code is
 * @param text      the code itself; empty when the task finds it by an address, or in a ConfigMap of its own namespace
 */
public record TaskCode(boolean deno, RuntimeSpec runtime, String namespace, Optional<String> text) {

    public TaskCode {
        Objects.requireNonNull(runtime);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(text);
    }

    static TaskCode of(boolean deno, RuntimeSpec runtime, String namespace) {
        return new TaskCode(deno, runtime, namespace, inline(runtime));
    }

    /** The same with its code at hand. */
    public TaskCode withText(String code) {
        return new TaskCode(deno, runtime, namespace, Optional.of(code));
    }

    /** The ConfigMap, of {@link #namespace}, that has the code; empty when the code is elsewhere. */
    public Optional<String> configMap() {
        return configMap(runtime);
    }

    /** The address of the code; empty when the code is elsewhere. */
    public Optional<String> url() {
        return url(runtime);
    }

    static Optional<String> inline(RuntimeSpec runtime) {
        return Optional.ofNullable(runtime.inline).flatMap(i -> given(i.code));
    }

    static Optional<String> configMap(RuntimeSpec runtime) {
        return Optional.ofNullable(runtime.configMapRef).flatMap(r -> given(r.name));
    }

    static Optional<String> url(RuntimeSpec runtime) {
        return Optional.ofNullable(runtime.httpRef).flatMap(r -> given(r.url));
    }

    static Optional<String> function(RuntimeSpec runtime) {
        return Optional.ofNullable(runtime.functionRef).flatMap(r -> given(r.name));
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(t -> !t.isEmpty());
    }
}
