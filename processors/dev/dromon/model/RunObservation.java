package dev.dromon.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that the phases of one run are decided from, read at one moment.
 *
 * @param run          whose run it is
 * @param status       what is recorded of it
 * @param checks       all checks of all phases of its level
 * @param deploy       what the deploy phase is waiting for
 * @param members      workloads of an app version as they are now; empty at workload level
 * @param hold         why the run may not begin yet; empty when it may (ignored once it has begun)
 * @param supersededBy name of the newer version that takes over; empty when this is the newest
 * @param steering     what people, and what the run belongs to, want of it
 * @param settings     settings in force
 * @param now          time of this look, microseconds
 * @param order        highest order among the transitions of other versions of the app that this was read from; 0 when there are none
 */
public record RunObservation(RunIdentity run, RunStatus status, List<CheckObservation> checks, DeployObservation deploy, List<MemberStatus> members,
        Optional<Blocker> hold, Optional<String> supersededBy, Steering steering, Settings settings, Instant now, long order) {

    public RunObservation {
        Objects.requireNonNull(run);
        Objects.requireNonNull(status);
        Objects.requireNonNull(steering);
        checks = List.copyOf(checks);
        members = List.copyOf(members);
    }

    /** Checks of one phase in the order of the spec, whatever order they were read in. Never throws. */
    public List<CheckObservation> checks(Phase phase) {
        return checks.stream().filter(c -> c.phase() == phase).sorted(Comparator.comparingInt(CheckObservation::position)).toList();
    }

    /** The same observation with one check replaced by what it looks like now; unchanged when it has no such check. */
    public RunObservation with(CheckObservation seen) {
        List<CheckObservation> updated = new ArrayList<>(checks);
        updated.replaceAll(c -> c.phase() == seen.phase() && c.position() == seen.position() ? seen : c);
        return new RunObservation(run, status, updated, deploy, members, hold, supersededBy, steering, settings, now, order);
    }
}
