package dev.dromon.act;

import dev.dromon.api.KeptnTask;
import dev.dromon.api.KeptnTaskDefinition;
import dev.dromon.api.KeptnTaskDefinitionSpec;
import dev.dromon.api.TaskContext;
import dev.dromon.gather.TaskCode;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the Job of a task, and the ConfigMap with its code when the definition holds it inline. Fields: docs/reference/tasks.md. */
public final class JobFactory {

    private static final int DEFAULT_RETRIES = 10;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
    private static final int DEFAULT_TTL = 300;
    /** What the definition said when the Job was made counts at its end. */
    private static final String TTL = "dromon.dev/ttl-seconds-after-finished";

    private final TaskImages images;

    /** Runs code in the given images. */
    public JobFactory(TaskImages images) {
        this.images = images;
    }

    /** What a task needs to run. */
    public record TaskJob(Job job, Optional<ConfigMap> code) {
    }

    /**
     * The Job of that name for a task whose definition has been found sound. All of the definition that counts is in it, or in the ConfigMap. It has no time to live yet: it must
     * not vanish before its outcome is recorded.
     *
     * @param code what a task with deno or python runs; empty for one with a container
     */
    public TaskJob job(KeptnTask task, KeptnTaskDefinition definition, Optional<TaskCode> code, String name) {
        KeptnTaskDefinitionSpec spec = definition.getSpec();
        TaskContainer container = code.map(c -> TaskContainer.code(c, images, told(task), name)).orElseGet(() -> TaskContainer.user(spec.container, told(task)));
        Duration timeout = Times.duration(task.getSpec().timeout).orElse(DEFAULT_TIMEOUT);
        Job job = new JobBuilder().withNewMetadata().withName(name).withNamespace(task.getMetadata().getNamespace()).withLabels(task.getMetadata().getLabels())
                .withAnnotations(annotations(task, spec)).withOwnerReferences(ClusterWriter.controlledBy(task)).endMetadata()
                .withNewSpec().withBackoffLimit(task.getSpec().retries == null ? DEFAULT_RETRIES : task.getSpec().retries).withActiveDeadlineSeconds(Math.max(1, timeout.toSeconds()))
                .withNewTemplate().withNewMetadata().withLabels(task.getMetadata().getLabels()).withAnnotations(task.getMetadata().getAnnotations()).endMetadata()
                .withSpec(pod(spec, container)).endTemplate().endSpec().build();
        return new TaskJob(job, container.code(task));
    }

    /**
     * The kubelet would start a container again in its pod although it is never to be started again, and Kubernetes would delete the pod, with its log and the last attempt
     * still running, when the limit is reached; so each attempt is a pod.
     */
    private static PodSpec pod(KeptnTaskDefinitionSpec spec, TaskContainer container) {
        return new PodSpecBuilder().withRestartPolicy("Never").withContainers(container.container()).withVolumes(container.volumes())
                .withServiceAccountName(spec.serviceAccount == null ? null : spec.serviceAccount.name)
                .withAutomountServiceAccountToken(spec.automountServiceAccountToken == null ? null : spec.automountServiceAccountToken.type)
                .withImagePullSecrets(spec.imagePullSecrets).build();
    }

    private static Map<String, String> annotations(KeptnTask task, KeptnTaskDefinitionSpec spec) {
        Map<String, String> annotations = new LinkedHashMap<>(Optional.ofNullable(task.getMetadata().getAnnotations()).orElse(Map.of()));
        TaskContext context = task.getSpec().context == null ? new TaskContext() : task.getSpec().context;
        annotations.put("keptn.sh/app", context.appName);
        annotations.put("keptn.sh/version", "App".equals(context.objectType) ? context.appVersion : context.workloadVersion);
        annotations.put("keptn.sh/task-name", task.getMetadata().getName());
        annotations.put(TTL, Integer.toString(spec.ttlSecondsAfterFinished == null ? DEFAULT_TTL : spec.ttlSecondsAfterFinished));
        if (!context.workloadName.isEmpty()) {
            annotations.put("keptn.sh/workload", context.workloadName);
        }
        return annotations;
    }

    private static TaskContainer.Told told(KeptnTask task) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (task.getSpec().parameters != null) {
            task.getSpec().parameters.map.forEach((name, value) -> parameters.put(name, literal(value)));
        }
        Optional<String> secret = Optional.ofNullable(task.getSpec().secureParameters).map(s -> s.secret).filter(s -> !s.isEmpty());
        return new TaskContainer.Told(literal(Json.line(task.getSpec().context == null ? new TaskContext() : task.getSpec().context)), parameters, secret);
    }

    /** Parameters and metadata may come from strangers: the kubelet must not put other variables in place of {@code $(NAME)} (Kubernetes API, EnvVar.value). */
    private static String literal(String value) {
        return value.replace("$", "$$");
    }

    /** Seconds that a Job stays after its outcome is recorded; one that does not say so stays as long as by default. */
    static int timeToLive(Job job) {
        String seconds = Optional.ofNullable(job.getMetadata().getAnnotations()).map(a -> a.get(TTL)).orElse("");
        return seconds.matches("[0-9]{1,9}") ? Integer.parseInt(seconds) : DEFAULT_TTL;
    }
}
