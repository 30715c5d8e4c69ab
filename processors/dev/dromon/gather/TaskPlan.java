package dev.dromon.gather;

import dev.dromon.api.CallbackSpec;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.model.Blocker;
import java.util.Optional;

/**
 * What a task goes by, read once.
 *
 * @param definition its definition; empty when there is none
 * @param code       what it runs with deno or python; empty for a container, a callback, a call, and when there is a problem
 * @param problem    why no Job can be made of it, and nobody asked by it; empty when that can be done
 */
public record TaskPlan(Optional<KeptnTaskDefinition> definition, Optional<TaskCode> code, Optional<Blocker> problem) {

    static TaskPlan of(KeptnTaskDefinition definition) {
        return new TaskPlan(Optional.of(definition), Optional.empty(), Optional.empty());
    }

    static TaskPlan stuck(Optional<KeptnTaskDefinition> definition, Blocker why) {
        return new TaskPlan(definition, Optional.empty(), Optional.of(why));
    }

    static TaskPlan invalid(KeptnTaskDefinition definition, String found) {
        return stuck(Optional.of(definition), Blocker.stuck("TaskDefinitionInvalid", "KeptnTaskDefinition " + definition.getMetadata().getName() + ": " + found + "; correct the definition"));
    }

    /** What it asks of somebody outside; empty when its definition is missing, or wants a Job. */
    Optional<CallbackSpec> callback() {
        return definition.map(KeptnTaskDefinition::getSpec).map((KeptnTaskDefinitionSpec s) -> s.callback);
    }

    /** What Dromon itself is to call; empty when its definition is missing, or wants nothing called. */
    public Optional<KeptnTaskDefinitionSpec> call() {
        return definition.map(KeptnTaskDefinition::getSpec).filter(s -> s.http != null || s.camel != null);
    }
}
