package dev.dromon.act;

import dev.dromon.api.KeptnAppVersion;
import dev.dromon.api.KeptnWorkloadVersion;
import dev.dromon.api.VersionStatus;
import dev.dromon.gather.Versions;
import dev.dromon.kube.StatusMapper;
import dev.dromon.kube.Times;
import dev.dromon.model.RunStatus;
import dev.dromon.model.Transition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The transitions of versions as an outbox: how many of them each sink has accepted, or must not get. Never throws. */
public final class Outbox {

    private final DeliveryLedger ledger;

    /** Counts what the ledger knows besides what is recorded. */
    public Outbox(DeliveryLedger ledger) {
        this.ledger = ledger;
    }

    /** Place of the first transition that the sink has to get; the number of transitions when it has got all. What happened before the sink was there is not for it. */
    public int next(HasMetadata version, RunStatus run, Sinks.Sink sink) {
        int accepted = ledger.delivered(version, recorded(version)).getOrDefault(sink.counter(), 0);
        int first = Math.min(accepted, run.transitions().size());
        while (first < run.transitions().size() && run.transitions().get(first).time().isBefore(sink.since())) {
            first++;
        }
        return first;
    }

    /** The sink has accepted the first {@code count} transitions of a version, or must not get them. */
    public void accepted(HasMetadata version, Sinks.Sink sink, int count) {
        ledger.accepted(version, sink.counter(), count);
    }

    /** Whether the sink has surely got all, which is told without reading the whole status; false when only {@link #next} can tell. */
    public boolean through(HasMetadata version, Sinks.Sink sink) {
        VersionStatus status = Versions.status(version);
        if (status == null || status.transitions.isEmpty()) {
            return true;
        }
        int size = status.transitions.size();
        Instant last = Times.parse(status.transitions.get(size - 1).time).orElse(Instant.MAX);
        return last.isBefore(sink.since()) || ledger.delivered(version, recorded(version)).getOrDefault(sink.counter(), 0) >= size;
    }

    /** Counters in the status of a version; none before its first write. */
    public static Map<String, Integer> recorded(HasMetadata version) {
        return Optional.ofNullable(Versions.status(version)).map(s -> s.delivered).orElse(Map.of());
    }

    /** How many transitions are recorded, told without reading them; those that another release wrote count too. */
    public static int size(HasMetadata version) {
        return Optional.ofNullable(Versions.status(version)).map(s -> s.transitions.size()).orElse(0);
    }

    /** Places of the transitions of a run in the history of its app; they never go back, also where another release recorded some of them. */
    public static long[] orders(RunStatus run) {
        long[] orders = run.transitions().stream().mapToLong(Transition::order).toArray();
        Arrays.parallelPrefix(orders, Math::max);
        return orders;
    }

    /** The recorded run of a KeptnAppVersion or KeptnWorkloadVersion. */
    public static RunStatus run(HasMetadata version) {
        return version instanceof KeptnAppVersion app ? StatusMapper.read(app.getStatus()) : StatusMapper.read(((KeptnWorkloadVersion) version).getStatus());
    }
}
