package dev.dromon.gather;

import dev.dromon.api.CallbackSpec;
import dev.dromon.api.KeptnEvaluationDefinition;
import dev.dromon.api.KeptnMetric;
import dev.dromon.api.KeptnMetricReference;
import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.model.Blocker;
import dev.dromon.model.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds definitions and metrics: in the namespace that needs them, else in Dromon's own. Never throws. */
public final class Definitions {

    private final KindCache<KeptnTaskDefinition> tasks;
    private final KindCache<KeptnEvaluationDefinition> evaluations;
    private final KindCache<KeptnMetric> metrics;
    private final String fallback;

    /** Looks into the given caches, with Dromon's namespace as the second place. */
    public Definitions(KubeCaches caches, String ownNamespace) {
        this.tasks = caches.of(KeptnTaskDefinition.class);
        this.evaluations = caches.of(KeptnEvaluationDefinition.class);
        this.metrics = caches.of(KeptnMetric.class);
        this.fallback = ownNamespace;
    }

    /** A task definition; empty when neither namespace has it. */
    public Optional<KeptnTaskDefinition> task(String namespace, String name) {
        return find(tasks, namespace, name);
    }

    /** An evaluation definition; empty when neither namespace has it. */
    public Optional<KeptnEvaluationDefinition> evaluation(String namespace, String name) {
        return find(evaluations, namespace, name);
    }

    /** A metric; with a namespace in the reference only there. Empty when there is none. */
    Optional<KeptnMetric> metric(String namespace, KeptnMetricReference reference) {
        boolean named = reference.namespace != null && !reference.namespace.isEmpty();
        return named ? metrics.get(reference.namespace, reference.name) : find(metrics, namespace, reference.name);
    }

    private <T extends HasMetadata> Optional<T> find(KindCache<T> cache, String namespace, String name) {
        return cache.get(namespace, name).or(() -> cache.get(fallback, name));
    }

    /** Why the check of that name cannot be created in the namespace; empty when it can. */
    Optional<Blocker> problem(Phase phase, String namespace, String name) {
        boolean isTask = phase.kind() == Phase.Kind.TASKS;
        boolean found = isTask ? task(namespace, name).isPresent() : evaluation(namespace, name).isPresent();
        String kind = isTask ? "KeptnTaskDefinition" : "KeptnEvaluationDefinition";
        return found ? Optional.empty() : Optional.of(missing(phase.wire() + " needs " + kind + " " + name + ", which", namespace, "correct the name"));
    }

    private Blocker missing(String what, String namespace, String orElse) {
        return Blocker.stuck("DefinitionNotFound", what + " exists neither in namespace " + namespace + " nor in " + fallback + "; create it or " + orElse);
    }

    /** What a task asks of somebody outside; empty when its definition is missing, or wants a Job. */
    public Optional<CallbackSpec> callback(KeptnTask task) {
        return task(task.getMetadata().getNamespace(), task.getSpec().taskDefinition).map(KeptnTaskDefinition::getSpec).map(s -> s.callback);
    }

    /** Why no Job can be made of a task definition, and nobody asked or called by it; empty when that can be done. */
    public Optional<Blocker> problem(String namespace, String name) {
        return plan(namespace, name).problem();
    }

    /** What a task of that namespace goes by. */
    TaskPlan plan(String namespace, String name) {
        Optional<KeptnTaskDefinition> definition = task(namespace, name);
        return definition.map(d -> plan(namespace, d)).orElseGet(() -> TaskPlan.stuck(definition, missing("KeptnTaskDefinition " + name, namespace, "delete this task")));
    }

    private TaskPlan plan(String namespace, KeptnTaskDefinition definition) {
        KeptnTaskDefinitionSpec spec = definition.getSpec();
        long runtimes = spec == null ? 0 : Stream.of(spec.container, spec.deno, spec.python, spec.callback, spec.http, spec.camel).filter(r -> r != null).count();
        if (runtimes != 1) {
            return TaskPlan.invalid(definition, "expected exactly one of spec.container, spec.deno, spec.python, spec.callback, spec.http and spec.camel, found " + runtimes);
        }
        if (spec.callback != null) {
            boolean one = (spec.callback.url == null) != (spec.callback.sink == null);
            String found = spec.callback.url == null ? "none" : "both";
            return one ? TaskPlan.of(definition) : TaskPlan.invalid(definition, "expected exactly one of spec.callback.url and spec.callback.sink, found " + found);
        }
        return spec.container != null || spec.http != null || spec.camel != null ? TaskPlan.of(definition) : new FunctionReader(name -> task(namespace, name), namespace + " nor in " + fallback).read(definition);
    }
}
