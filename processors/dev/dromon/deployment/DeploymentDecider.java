package dev.dromon.deployment;

import dev.dromon.model.Blocker;
import dev.dromon.model.DeployObservation;
import dev.dromon.model.MemberStatus;
import dev.dromon.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides how a deploy phase stands. Pure; never throws. Rules: docs/concepts.md, readiness. */
public final class DeploymentDecider {

    private DeploymentDecider() {
    }

    /**
     * A workload: SUCCEEDED when its rollout is complete, FAILED when it was not within the timeout after the gate was lifted, else PROGRESSING. An absent
     * rollout (the object is gone or not yet seen) is not deployed.
     *
     * @param since when the gate was lifted; empty when that is just happening
     */
    public static DeployObservation workload(Optional<Rollout> rollout, Optional<Instant> since, Duration timeout, Instant now) {
        if (rollout.filter(Rollout::complete).isPresent()) {
            return new DeployObservation(State.SUCCEEDED, "", Optional.empty(), Optional.empty());
        }
        Duration rest = Duration.between(now, since.orElse(now).plus(timeout));
        String progress = rollout.map(DeploymentDecider::progress).orElse("the workload's controller object does not exist");
        if (rest.isNegative() || rest.isZero()) {
            return new DeployObservation(State.FAILED, "not deployed within " + timeout.toSeconds() + " s (observabilityTimeout): " + progress, Optional.empty(), Optional.empty());
        }
        Optional<Blocker> missing = rollout.isPresent() ? Optional.empty()
                : Optional.of(Blocker.stuck("WorkloadNotFound", "The checks passed, but " + progress + "; apply the workload again or delete this version"));
        return new DeployObservation(State.PROGRESSING, progress, missing, Optional.of(rest));
    }

    private static String progress(Rollout r) {
        return r.kind() + " " + r.name() + " has " + r.ready() + " of " + r.desired() + " pods of the new version ready" + (r.old() > 0 ? " and " + r.old() + " old pods" : "")
                + (r.current() ? "" : ", its controller has not seen the newest spec") + (r.healthy().orElse(true) ? "" : ", but is not Healthy");
    }

    /** An app: FAILED as soon as one workload failed or will not run, SUCCEEDED when all succeeded, else PROGRESSING; no workloads: SUCCEEDED. */
    public static DeployObservation app(List<Member> members) {
        List<Member> bad = members.stream().filter(m -> m.status().state() == State.FAILED || m.status().state() == State.DEPRECATED).toList();
        if (!bad.isEmpty()) {
            String message = bad.stream().map(m -> "workload " + m.status().name() + " " + m.status().version() + " " + m.status().state().wire()).collect(Collectors.joining("; "));
            return new DeployObservation(State.FAILED, message, Optional.empty(), Optional.empty());
        }
        if (members.stream().allMatch(m -> m.status().state().passed())) {
            return new DeployObservation(State.SUCCEEDED, "", Optional.empty(), Optional.empty());
        }
        return new DeployObservation(State.PROGRESSING, "", missing(members), Optional.empty());
    }

    private static Optional<Blocker> missing(List<Member> members) {
        String names = members.stream().filter(m -> !m.found()).map(m -> m.status().name() + " " + m.status().version()).collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of(Blocker.stuck("WorkloadVersionNotFound",
                "The app lists " + names + ", but no workload with that name and version has been applied; apply it or correct the KeptnApp"));
    }

    /** A workload of an app; found says whether that version of it exists. */
    public record Member(MemberStatus status, boolean found) {
    }
}
