package dev.dromon.gather;

import dev.dromon.kube.Keys;
import dev.dromon.task.LastAttempt;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads off the pods of a Job how it ended. What a container that got something from a Secret printed is left out: it may be the secret. Never throws. Rule:
 * docs/reference/tasks.md, what is kept.
 */
public final class AttemptReader {

    /** The policy by which the kubelet keeps the end of the log of a container that failed, unless that one left a message. */
    public static final String FALLBACK = "FallbackToLogsOnError";

    private static final int LINES = 20;
    private static final int LENGTH = 2048;
    private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");

    private AttemptReader() {
    }

    /** What the pods of one Job tell, the newest that tells anything first; empty when there are none. */
    public static Optional<LastAttempt> read(Collection<Pod> pods) {
        List<LastAttempt> newestFirst = newestFirst(pods).map(p -> read(p, pods.size())).toList();
        return newestFirst.stream().filter(a -> a.exitCode().isPresent() || !a.reason().isEmpty()).findFirst().or(() -> newestFirst.stream().findFirst());
    }

    /** Only the name of the newest pod. */
    public static Optional<LastAttempt> name(Collection<Pod> pods) {
        return newestFirst(pods).findFirst().map(p -> LastAttempt.silent(pods.size(), p.getMetadata().getName()));
    }

    private static Stream<Pod> newestFirst(Collection<Pod> pods) {
        return pods.stream().sorted(Comparator.comparing((Pod p) -> p.getMetadata().getCreationTimestamp()).thenComparing(p -> p.getMetadata().getName()).reversed());
    }

    private static LastAttempt read(Pod pod, int attempts) {
        PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
        List<ContainerStatus> containers = Stream.concat(status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream()).toList();
        Optional<LastAttempt> failed = containers.stream().flatMap(c -> failed(pod, c, attempts).stream()).findFirst();
        return failed.or(() -> containers.stream().flatMap(c -> waiting(pod, c, attempts).stream()).findFirst()).or(() -> blamed(pod, status, attempts))
                .orElseGet(() -> LastAttempt.silent(attempts, pod.getMetadata().getName()));
    }

    private static Optional<LastAttempt> failed(Pod pod, ContainerStatus container, int attempts) {
        Optional<ContainerStateTerminated> end = Stream.of(container.getState(), container.getLastState()).filter(s -> s != null && s.getTerminated() != null).map(ContainerState::getTerminated)
                .filter(t -> t.getExitCode() != null && t.getExitCode() != 0).findFirst();
        return end.map(t -> new LastAttempt(attempts, pod.getMetadata().getName(), container.getName(), Optional.of(t.getExitCode()), or(t.getReason()),
                mayBeTold(pod, container.getName()) ? last(or(t.getMessage())) : ""));
    }

    private static Optional<LastAttempt> waiting(Pod pod, ContainerStatus container, int attempts) {
        Optional<ContainerStateWaiting> wait = Optional.ofNullable(container.getState()).map(ContainerState::getWaiting).filter(w -> w.getReason() != null && !ON_ITS_WAY.contains(w.getReason()));
        return wait.map(w -> new LastAttempt(attempts, pod.getMetadata().getName(), container.getName(), Optional.empty(), w.getReason(), last(or(w.getMessage()))));
    }

    /** Evicted, or never bound to a node. */
    private static Optional<LastAttempt> blamed(Pod pod, PodStatus status, int attempts) {
        Optional<PodCondition> unbound = status.getConditions().stream().filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus())).findFirst();
        String reason = status.getReason() != null ? status.getReason() : unbound.map(PodCondition::getReason).orElse(null);
        String message = status.getReason() != null ? status.getMessage() : unbound.map(PodCondition::getMessage).orElse(null);
        return Optional.ofNullable(reason).map(r -> new LastAttempt(attempts, pod.getMetadata().getName(), "", Optional.empty(), r, last(or(message))));
    }

    /** The kubelet's fallback puts the log in place of the message that a container leaves for others to read. */
    private static boolean mayBeTold(Pod pod, String container) {
        PodSpec spec = Optional.ofNullable(pod.getSpec()).orElseGet(PodSpec::new);
        List<Container> named = Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream()).filter(c -> c.getName().equals(container)).toList();
        boolean log = named.stream().anyMatch(c -> FALLBACK.equals(c.getTerminationMessagePolicy()));
        return !log || named.stream().noneMatch(AttemptReader::usesSecret) && spec.getVolumes().stream().noneMatch(AttemptReader::secret);
    }

    /** Whether a container gets environment from a Secret. */
    public static boolean usesSecret(Container container) {
        return container.getEnv().stream().anyMatch(e -> e.getValueFrom() != null && e.getValueFrom().getSecretKeyRef() != null)
                || container.getEnvFrom().stream().anyMatch(e -> e.getSecretRef() != null);
    }

    /** Drivers of volumes mount secrets of other stores. */
    private static boolean secret(Volume volume) {
        boolean projected = volume.getProjected() != null && volume.getProjected().getSources().stream().anyMatch(s -> s.getSecret() != null);
        return volume.getSecret() != null || volume.getCsi() != null || projected;
    }

    /** Terminals and logs of those who look must not be steered by it. */
    private static String last(String text) {
        String clean = text.codePoints().filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c)).mapToObj(Character::toString).collect(Collectors.joining());
        List<String> lines = clean.strip().lines().toList();
        String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        int from = tail.length() - LENGTH + 1;
        return tail.length() <= LENGTH ? tail : "…" + tail.substring(Character.isLowSurrogate(tail.charAt(from)) ? from + 1 : from);
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
