package dev.dromon.gather;

import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.RuntimeSpec;
import dev.dromon.api.SecureParameters;
import dev.dromon.api.TaskParameters;
import dev.dromon.model.Blocker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows functionRef to the definition that has the code, which says what runs it. Of parameters, secret and words of the command line the definition nearest to the task
 * wins; all else is its own alone. Never throws. Rule: docs/reference/tasks.md, functionRef.
 */
final class FunctionReader {

    private final Function<String, Optional<KeptnTaskDefinition>> definitions;
    private final String places;

    /** Finds definitions by their name as the task does; says in messages where it looked. */
    FunctionReader(Function<String, Optional<KeptnTaskDefinition>> definitions, String places) {
        this.definitions = definitions;
        this.places = places;
    }

    /** The plan for a definition with deno or python. */
    TaskPlan read(KeptnTaskDefinition first) {
        List<KeptnTaskDefinition> way = new ArrayList<>(List.of(first));
        RuntimeSpec merged = new RuntimeSpec();
        while (true) {
            KeptnTaskDefinition last = way.get(way.size() - 1);
            Optional<RuntimeSpec> runtime = runtime(last);
            if (runtime.isEmpty()) {
                return invalid(way, "expected spec.deno or spec.python, for others to use its code by functionRef, found neither");
            }
            inherit(merged, runtime.get());
            Optional<String> next = TaskCode.function(runtime.get()).filter(n -> !hasCode(runtime.get()));
            if (next.isEmpty()) {
                return code(way, merged, runtime.get());
            }
            Optional<KeptnTaskDefinition> referenced = definitions.apply(next.get());
            if (referenced.isEmpty()) {
                return stuck(way, Blocker.stuck("DefinitionNotFound", "KeptnTaskDefinition " + name(last) + " takes its code by functionRef from " + next.get() + ", which exists neither in namespace " + places
                        + "; create it or correct the name"));
            }
            if (way.stream().anyMatch(d -> name(d).equals(next.get()))) {
                return stuck(way, Blocker.stuck("FunctionReferenceCycle", "expected functionRef to lead to code, found that it goes round: " + names(way) + " -> " + next.get()
                        + "; give one of these KeptnTaskDefinitions code of its own"));
            }
            way.add(referenced.get());
        }
    }

    private static String name(KeptnTaskDefinition definition) {
        return definition.getMetadata().getName();
    }

    private static String names(List<KeptnTaskDefinition> way) {
        return way.stream().map(FunctionReader::name).collect(Collectors.joining(" -> "));
    }

    private static Optional<RuntimeSpec> runtime(KeptnTaskDefinition definition) {
        KeptnTaskDefinitionSpec spec = definition.getSpec();
        return spec == null ? Optional.empty() : Optional.ofNullable(spec.deno != null ? spec.deno : spec.python);
    }

    private static boolean hasCode(RuntimeSpec runtime) {
        return Stream.of(TaskCode.inline(runtime), TaskCode.configMap(runtime), TaskCode.url(runtime)).anyMatch(Optional::isPresent);
    }

    private static TaskPlan code(List<KeptnTaskDefinition> way, RuntimeSpec merged, RuntimeSpec source) {
        KeptnTaskDefinition last = way.get(way.size() - 1);
        if (!hasCode(source)) {
            return invalid(way, "expected code in inline, httpRef, configMapRef or functionRef, found none");
        }
        merged.inline = source.inline;
        merged.configMapRef = source.configMapRef;
        merged.httpRef = source.httpRef;
        TaskCode code = TaskCode.of(last.getSpec().deno != null, merged, last.getMetadata().getNamespace());
        return new TaskPlan(Optional.of(way.get(0)), Optional.of(code), Optional.empty());
    }

    private static TaskPlan stuck(List<KeptnTaskDefinition> way, Blocker why) {
        return TaskPlan.stuck(Optional.of(way.get(0)), why);
    }

    private static TaskPlan invalid(List<KeptnTaskDefinition> way, String found) {
        String by = way.size() == 1 ? "" : " (by functionRef: " + names(way) + ")";
        return stuck(way, Blocker.stuck("TaskDefinitionInvalid", "KeptnTaskDefinition " + name(way.get(way.size() - 1)) + by + ": " + found + "; correct the definition"));
    }

    private static void inherit(RuntimeSpec nearer, RuntimeSpec farther) {
        Map<String, String> parameters = new LinkedHashMap<>(farther.parameters == null ? Map.of() : farther.parameters.map);
        parameters.putAll(nearer.parameters == null ? Map.of() : nearer.parameters.map);
        nearer.parameters = new TaskParameters();
        nearer.parameters.map = parameters;
        nearer.secureParameters = secret(nearer.secureParameters).isPresent() ? nearer.secureParameters : farther.secureParameters;
        nearer.cmdParameters = nearer.cmdParameters == null || nearer.cmdParameters.isEmpty() ? farther.cmdParameters : nearer.cmdParameters;
    }

    private static Optional<String> secret(SecureParameters secure) {
        return Optional.ofNullable(secure).map(s -> s.secret).filter(s -> !s.isEmpty());
    }
}
