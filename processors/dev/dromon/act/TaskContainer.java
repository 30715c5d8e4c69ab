package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.RuntimeSpec;
import dev.dromon.gather.AttemptReader;
import dev.dromon.gather.TaskCode;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.model.Hash;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The container of a task, its volumes, and the code it mounts.
 *
 * @param code code to be put into a ConfigMap of the task's own, so that a later change of the definition does not reach a running task; empty when there is none
 */
record TaskContainer(Container container, List<Volume> volumes, Optional<OwnCode> code) {

    private static final String CONTEXT = "KEPTN_CONTEXT";
    private static final String DATA = "DATA";
    private static final String CODE_KEY = "code";
    private static final String CODE_VOLUME = "function-mount";
    private static final String SECRET = "SECURE_DATA";
    private static final String DEFAULT_SIZE = "1Gi";
    private static final int CODE_HASH = 10;

    /** A ConfigMap's name, a function of the code: who finds it there finds the code that the Job was made for. */
    record OwnCode(String name, String text) {
    }

    /**
     * What a task says of itself.
     *
     * @param context    JSON of its surroundings
     * @param parameters name to value; they win over those of the definition
     * @param secret     Secret with what must not be seen; it wins over that of the definition
     */
    record Told(String context, Map<String, String> parameters, Optional<String> secret) {
    }

    /** The user's container as it is, with what the task says; every mount that it names gets scratch space in memory as large as its memory limit. */
    static TaskContainer user(Container user, Told told) {
        List<EnvVar> env = new ArrayList<>(user.getEnv());
        data(told.parameters()).ifPresent(e -> put(env, e));
        told.secret().ifPresent(s -> put(env, secret(s)));
        put(env, env(CONTEXT, told.context()));
        Quantity limit = Optional.ofNullable(user.getResources()).map(r -> r.getLimits()).map(l -> l.get("memory")).orElse(new Quantity(DEFAULT_SIZE));
        List<Volume> volumes = user.getVolumeMounts().stream().map(VolumeMount::getName).distinct()
                .map(v -> new VolumeBuilder().withName(v).withNewEmptyDir().withMedium("Memory").withSizeLimit(limit).endEmptyDir().build()).toList();
        return new TaskContainer(lastWords(new ContainerBuilder(user).withEnv(env).build()), volumes, Optional.empty());
    }

    /** Others of the container's may refer to it, so it stays in its place. */
    private static void put(List<EnvVar> env, EnvVar ours) {
        boolean there = env.stream().anyMatch(e -> e.getName().equals(ours.getName()));
        env.replaceAll(e -> e.getName().equals(ours.getName()) ? ours : e);
        if (!there) {
            env.add(ours);
        }
    }

    /** The kubelet keeps the end of the log in the pod's status, where those see it who may not see Secrets: not when there may be one in it. */
    private static Container lastWords(Container container) {
        boolean log = container.getTerminationMessagePolicy() == null && !AttemptReader.usesSecret(container);
        return log ? new ContainerBuilder(container).withTerminationMessagePolicy(AttemptReader.FALLBACK).build() : container;
    }

    /** A container that runs code; the name is the Job's, which a ConfigMap of the task's own goes by. */
    static TaskContainer code(TaskCode code, TaskImages images, Told told, String name) {
        String path = code.deno() ? "/var/data/function.ts" : "/var/data/function.py";
        Optional<OwnCode> own = code.text().map(text -> new OwnCode(name + "-" + Hash.sha256(text, CODE_HASH), text));
        Optional<String> configMap = own.map(OwnCode::name).or(code::configMap);
        ContainerBuilder container = new ContainerBuilder().withName("keptn-function-runner").withImage(code.deno() ? images.deno() : images.python()).withImagePullPolicy("IfNotPresent")
                .withEnv(environment(code.runtime(), told, configMap.map(c -> path).or(code::url).orElse("")));
        if (configMap.isEmpty()) {
            return new TaskContainer(lastWords(container.build()), List.of(), own);
        }
        container.addNewVolumeMount().withName(CODE_VOLUME).withReadOnly(true).withMountPath(path).withSubPath(CODE_KEY).endVolumeMount();
        Volume volume = new VolumeBuilder().withName(CODE_VOLUME).withNewConfigMap().withName(configMap.get()).endConfigMap().build();
        return new TaskContainer(lastWords(container.build()), List.of(volume), own);
    }

    private static List<EnvVar> environment(RuntimeSpec runtime, Told told, String script) {
        Map<String, String> parameters = new TreeMap<>(runtime.parameters == null ? Map.of() : runtime.parameters.map);
        parameters.putAll(told.parameters());
        List<EnvVar> env = new ArrayList<>(data(parameters).stream().toList());
        env.add(env(CONTEXT, told.context()));
        env.add(env("CMD_ARGS", Optional.ofNullable(runtime.cmdParameters).orElse("")));
        Optional<String> defined = Optional.ofNullable(runtime.secureParameters).map(s -> s.secret).filter(s -> !s.isEmpty());
        told.secret().or(() -> defined).ifPresent(s -> env.add(secret(s)));
        env.add(env("SCRIPT", script));
        return env;
    }

    private static EnvVar secret(String name) {
        return new EnvVarBuilder().withName(SECRET).withNewValueFrom().withNewSecretKeyRef(SECRET, name, null).endValueFrom().build();
    }

    private static Optional<EnvVar> data(Map<String, String> parameters) {
        return parameters.isEmpty() ? Optional.empty() : Optional.of(env(DATA, Json.line(new TreeMap<>(parameters))));
    }

    private static EnvVar env(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    /** The ConfigMap with the code, owned by the task; empty when the code is elsewhere. */
    Optional<ConfigMap> code(KeptnTask task) {
        return code.map(own -> new ConfigMapBuilder().withNewMetadata().withName(own.name()).withNamespace(task.getMetadata().getNamespace())
                .withOwnerReferences(ClusterWriter.controlledBy(task)).endMetadata().withImmutable(true).addToData(CODE_KEY, own.text()).build());
    }
}
