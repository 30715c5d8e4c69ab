package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.RuntimeSpec;
import dev.dromon.kube.ClusterWriter;
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
 * The container of a task, its volumes, and the inline code it mounts.
 *
 * @param inline code to be put into a ConfigMap of the task's own, so that a later change of the definition does not reach a running task; empty when there is none
 */
record TaskContainer(Container container, List<Volume> volumes, Optional<String> inline) {

    private static final String CONTEXT = "KEPTN_CONTEXT";
    private static final String DATA = "DATA";
    private static final String CODE_KEY = "code";
    private static final String CODE_VOLUME = "function-mount";
    private static final String DEFAULT_SIZE = "1Gi";

    /**
     * What a task says of itself.
     *
     * @param context    JSON of its surroundings
     * @param parameters name to value; they win over those of the definition
     */
    record Told(String context, Map<String, String> parameters) {
    }

    /** The container that a sound definition asks for; the name is the Job's, which inline code goes by. */
    static TaskContainer of(KeptnTaskDefinitionSpec spec, TaskImages images, Told told, String name) {
        if (spec.container != null) {
            return user(spec.container, told);
        }
        return spec.deno != null ? code(spec.deno, images.deno(), "/var/data/function.ts", told, name) : code(spec.python, images.python(), "/var/data/function.py", told, name);
    }

    /** The user's container as it is, with the task's own parameters; every mount that it names gets scratch space in memory as large as its memory limit. */
    private static TaskContainer user(Container user, Told told) {
        List<EnvVar> ours = new ArrayList<>(data(told.parameters()).stream().toList());
        ours.add(env(CONTEXT, told.context()));
        List<EnvVar> env = new ArrayList<>(user.getEnv());
        env.removeIf(e -> ours.stream().anyMatch(o -> o.getName().equals(e.getName())));
        env.addAll(ours);
        Quantity limit = Optional.ofNullable(user.getResources()).map(r -> r.getLimits()).map(l -> l.get("memory")).orElse(new Quantity(DEFAULT_SIZE));
        List<Volume> volumes = user.getVolumeMounts().stream().map(VolumeMount::getName).distinct()
                .map(v -> new VolumeBuilder().withName(v).withNewEmptyDir().withMedium("Memory").withSizeLimit(limit).endEmptyDir().build()).toList();
        return new TaskContainer(new ContainerBuilder(user).withEnv(env).build(), volumes, Optional.empty());
    }

    private static TaskContainer code(RuntimeSpec runtime, String image, String path, Told told, String name) {
        Optional<String> inline = Optional.ofNullable(runtime.inline).map(i -> i.code);
        Optional<String> configMap = inline.map(code -> name).or(() -> Optional.ofNullable(runtime.configMapRef).map(r -> r.name));
        ContainerBuilder container = new ContainerBuilder().withName("keptn-function-runner").withImage(image).withImagePullPolicy("IfNotPresent")
                .withEnv(environment(runtime, told, configMap.isPresent() ? path : runtime.httpRef.url));
        if (configMap.isEmpty()) {
            return new TaskContainer(container.build(), List.of(), inline);
        }
        container.addNewVolumeMount().withName(CODE_VOLUME).withReadOnly(true).withMountPath(path).withSubPath(CODE_KEY).endVolumeMount();
        Volume volume = new VolumeBuilder().withName(CODE_VOLUME).withNewConfigMap().withName(configMap.get()).endConfigMap().build();
        return new TaskContainer(container.build(), List.of(volume), inline);
    }

    private static List<EnvVar> environment(RuntimeSpec runtime, Told told, String script) {
        Map<String, String> parameters = new TreeMap<>(runtime.parameters == null ? Map.of() : runtime.parameters.map);
        parameters.putAll(told.parameters());
        List<EnvVar> env = new ArrayList<>(data(parameters).stream().toList());
        env.add(env(CONTEXT, told.context()));
        env.add(env("CMD_ARGS", Optional.ofNullable(runtime.cmdParameters).orElse("")));
        if (runtime.secureParameters != null && runtime.secureParameters.secret != null) {
            env.add(new EnvVarBuilder().withName("SECURE_DATA").withNewValueFrom().withNewSecretKeyRef("SECURE_DATA", runtime.secureParameters.secret, null).endValueFrom().build());
        }
        env.add(env("SCRIPT", script));
        return env;
    }

    private static Optional<EnvVar> data(Map<String, String> parameters) {
        return parameters.isEmpty() ? Optional.empty() : Optional.of(env(DATA, Json.line(new TreeMap<>(parameters))));
    }

    private static EnvVar env(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    /** The ConfigMap with the inline code, owned by the task; empty when the code is elsewhere. */
    Optional<ConfigMap> code(KeptnTask task, String name) {
        return inline.map(code -> new ConfigMapBuilder().withNewMetadata().withName(name).withNamespace(task.getMetadata().getNamespace())
                .withOwnerReferences(ClusterWriter.controlledBy(task)).endMetadata().addToData(CODE_KEY, code).build());
    }
}
