package dev.dromon.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A kind of object that is cached.
 *
 * @param type     its Java type
 * @param indexes  index name to the function that gives an object's values in it; an index by owner uid is always there
 * @param trim     drops what nobody reads, before the object is stored; may change and return its argument
 * @param optional whether its API may be absent from the cluster; it is then empty, and alive as soon as the API appears
 */
public record ResourceKind<T extends HasMetadata>(Class<T> type, Map<String, Function<T, List<String>>> indexes, UnaryOperator<T> trim, boolean optional) {

    public ResourceKind {
        Objects.requireNonNull(type);
        indexes = Map.copyOf(indexes);
        Objects.requireNonNull(trim);
    }

    /** A mandatory kind without further indexes, of which only kubectl's copy of the manifest is dropped. */
    public static <T extends HasMetadata> ResourceKind<T> of(Class<T> type) {
        return new ResourceKind<>(type, Map.of(), Trims::metadata, false);
    }

    /** The same kind with one more index. */
    public ResourceKind<T> indexed(String name, Function<T, List<String>> values) {
        Map<String, Function<T, List<String>>> more = new HashMap<>(indexes);
        more.put(name, values);
        return new ResourceKind<>(type, more, trim, optional);
    }

    /** The same kind, trimmed differently. */
    public ResourceKind<T> trimmed(UnaryOperator<T> newTrim) {
        return new ResourceKind<>(type, indexes, newTrim, optional);
    }

    /** The same kind, whose API may be absent. */
    public ResourceKind<T> whereInstalled() {
        return new ResourceKind<>(type, indexes, trim, true);
    }
}
