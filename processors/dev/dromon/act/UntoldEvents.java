package dev.dromon.act;

import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Which sinks still have to get events of a version. Never throws. */
public final class UntoldEvents {

    private final Sinks sinks;
    private final Outbox outbox;

    /** Looks at the given sinks and outboxes. */
    public UntoldEvents(Sinks sinks, Outbox outbox) {
        this.sinks = sinks;
        this.outbox = outbox;
    }

    /** A sink, how many events it has not got, at least 1, and whether the version is kept for that. */
    public record Missing(String sink, int events, boolean keep) {
    }

    /** The sinks that have not got all events of a version, whose recorded run is the given one; none when all have got all. */
    public List<Missing> of(HasMetadata version, RunStatus run) {
        return sinks.all().stream().filter(sink -> !outbox.through(version, sink)).map(sink -> new Missing(sink.name(), run.transitions().size() - outbox.next(version, run, sink), sink.durable()))
                .filter(missing -> missing.events() > 0).toList();
    }
}
