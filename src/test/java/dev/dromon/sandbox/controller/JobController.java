package dev.dromon.sandbox.controller;

import dev.dromon.sandbox.server.Change;
import dev.dromon.sandbox.server.ObjectRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts the pod of a Job and ends both after a fixed time: well, or badly with BackoffLimitExceeded when the pod template carries the label or annotation
 * {@code dromon.dev/sandbox: fail}. There are no retries. A finished Job is deleted after its TTL.
 */
final class JobController implements Controller {

    static final String OUTCOME = "dromon.dev/sandbox";
    private static final String COMPONENT = "job-controller";

    private final KubernetesClient client;
    private final Recorder recorder;
    private final Suffixes suffixes;
    private final Duration jobTime;
    private final Later later;

    JobController(KubernetesClient client, Recorder recorder, Suffixes suffixes, Duration jobTime, Later later) {
        this.client = client;
        this.recorder = recorder;
        this.suffixes = suffixes;
        this.jobTime = jobTime;
        this.later = later;
    }

    @Override
    public Optional<ObjectRef> concerned(Change change) {
        return change.is("batch/v1", "Job") && change.type() != Change.Type.DELETED ? Optional.of(change.ref()) : Optional.empty();
    }

    @Override
    public void reconcile(ObjectRef object) {
        Job job = find(object);
        if (job == null || Boolean.TRUE.equals(job.getSpec().getSuspend()) || job.getStatus() != null && job.getStatus().getStartTime() != null) {
            return;
        }
        client.resource(job.edit().withStatus(new JobStatusBuilder().withStartTime(now()).withActive(1).withReady(1).build()).build()).updateStatus();
        Map<String, String> labels = Map.of("job-name", object.name(), "batch.kubernetes.io/job-name", object.name());
        Pod pod = client.resource(Owned.pod(job, job.getSpec().getTemplate(), object.name() + "-" + suffixes.next(), labels)).create();
        recorder.normal(job, COMPONENT, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
        later.schedule(object, jobTime, () -> finish(object));
    }

    private void finish(ObjectRef object) {
        Job job = find(object);
        if (job == null || !job.getStatus().getConditions().isEmpty()) {
            return;
        }
        boolean failed = fails(Optional.ofNullable(job.getSpec().getTemplate().getMetadata()).orElseGet(ObjectMeta::new));
        String phase = failed ? "Failed" : "Succeeded";
        Owned.pods(client, job).forEach(pod -> client.resource(pod.edit().editStatus().withPhase(phase).withConditions().endStatus().build()).updateStatus());
        client.resource(job.edit().withStatus(ended(job.getStatus().getStartTime(), failed)).build()).updateStatus();
        if (failed) {
            recorder.warning(job, COMPONENT, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else {
            recorder.normal(job, COMPONENT, "Completed", "Job completed");
        }
        Optional.ofNullable(job.getSpec().getTtlSecondsAfterFinished()).ifPresent(ttl -> later.schedule(object, Duration.ofSeconds(ttl), () -> expire(object)));
    }

    private void expire(ObjectRef object) {
        Job job = find(object);
        if (job != null) {
            client.resource(job).delete();
        }
    }

    private Job find(ObjectRef object) {
        Job job = client.batch().v1().jobs().inNamespace(object.namespace()).withName(object.name()).get();
        return job != null && job.getMetadata().getUid().equals(object.uid()) ? job : null;
    }

    private static boolean fails(ObjectMeta template) {
        return Stream.of(template.getLabels(), template.getAnnotations()).anyMatch(map -> map != null && "fail".equals(map.get(OUTCOME)));
    }

    private static JobStatus ended(String startTime, boolean failed) {
        JobStatusBuilder status = new JobStatusBuilder().withStartTime(startTime);
        if (failed) {
            return status.withFailed(1).addNewCondition().withType("Failed").withStatus("True").withReason("BackoffLimitExceeded")
                    .withMessage("Job has reached the specified backoff limit")
                    .withLastProbeTime(now()).withLastTransitionTime(now()).endCondition().build();
        }
        return status.withSucceeded(1).withCompletionTime(now()).addNewCondition().withType("Complete").withStatus("True").withReason("CompletionsReached")
                .withMessage("Reached expected number of succeeded pods").withLastProbeTime(now()).withLastTransitionTime(now()).endCondition().build();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
