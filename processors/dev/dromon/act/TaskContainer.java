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
import java.util.Optional;
import java.util.TreeMap;

/**
 * The container of a task, its volumes, and the inline code it mounts.
 *
 * @param inline code to be put into a ConfigMap of the task's own, so that a later change of the definition does not reach a running task; empty when there is none
 */
record TaskContainer(Container container, List<Volume> volumes, Optional<String> inline) {

    private static final String CONTEXT = "KEPTN_CONTEXT";
    private static final String CODE_KEY = "code";
    private static final String CODE_VOLUME = "function-mount";
    private static final String DEFAULT_SIZE = "1Gi";

    /** The container that a sound definition asks for; the name is the Job's, which inline code goes by. */
    static TaskContainer of(KeptnTaskDefinitionSpec spec, TaskImages images, String context, String name) {
        if (spec.container != null) {
            return user(spec.container, context);
        }
        return spec.deno != null ? code(spec.deno, images.deno(), "/var/data/function.ts", context, name) : code(spec.python, images.python(), "/var/data/function.py", context, name);
    }

    /** The user's container as it is; every mount that it names gets scratch space in memory as large as its memory limit. */
    private static TaskContainer user(Container user, String context) {
        List<EnvVar> env = new ArrayList<>(user.getEnv());
        env.removeIf(e -> CONTEXT.equals(e.getName()));
        env.add(env(CONTEXT, context));
        Quantity limit = Optional.ofNullable(user.getResources()).map(r -> r.getLimits()).map(l -> l.get("memory")).orElse(new Quantity(DEFAULT_SIZE));
        List<Volume> volumes = user.getVolumeMounts().stream().map(VolumeMount::getName).distinct()
                .map(v -> new VolumeBuilder().withName(v).withNewEmptyDir().withMedium("Memory").withSizeLimit(limit).endEmptyDir().build()).toList();
        return new TaskContainer(new ContainerBuilder(user).withEnv(env).build(), volumes, Optional.empty());
    }

    private static TaskContainer code(RuntimeSpec runtime, String image, String path, String context, String name) {
        Optional<String> inline = Optional.ofNullable(runtime.inline).map(i -> i.code);
        Optional<String> configMap = inline.map(code -> name).or(() -> Optional.ofNullable(runtime.configMapRef).map(r -> r.name));
        ContainerBuilder container = new ContainerBuilder().withName("keptn-function-runner").withImage(image).withImagePullPolicy("IfNotPresent")
                .withEnv(environment(runtime, context, configMap.isPresent() ? path : runtime.httpRef.url));
        if (configMap.isEmpty()) {
            return new TaskContainer(container.build(), List.of(), inline);
        }
        container.addNewVolumeMount().withName(CODE_VOLUME).withReadOnly(true).withMountPath(path).withSubPath(CODE_KEY).endVolumeMount();
        Volume volume = new VolumeBuilder().withName(CODE_VOLUME).withNewConfigMap().withName(configMap.get()).endConfigMap().build();
        return new TaskContainer(container.build(), List.of(volume), inline);
    }

    private static List<EnvVar> environment(RuntimeSpec runtime, String context, String script) {
        List<EnvVar> env = new ArrayList<>();
        if (runtime.parameters != null && !runtime.parameters.map.isEmpty()) {
            env.add(env("DATA", Json.line(new TreeMap<>(runtime.parameters.map))));
        }
        env.add(env(CONTEXT, context));
        env.add(env("CMD_ARGS", Optional.ofNullable(runtime.cmdParameters).orElse("")));
        if (runtime.secureParameters != null && runtime.secureParameters.secret != null) {
            env.add(new EnvVarBuilder().withName("SECURE_DATA").withNewValueFrom().withNewSecretKeyRef("SECURE_DATA", runtime.secureParameters.secret, null).endValueFrom().build());
        }
        env.add(env("SCRIPT", script));
        return env;
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
