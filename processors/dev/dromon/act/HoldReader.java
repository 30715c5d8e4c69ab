package dev.dromon.act;

import dev.dromon.event.FlowEvent;
import dev.dromon.event.Subject;
import dev.dromon.gate.HoldReason;
import dev.dromon.gather.PodSight;
import dev.dromon.gather.Subjects;
import dev.dromon.kube.StatusMapper;
import dev.dromon.kube.Times;
import dev.dromon.model.Blocker;
import dev.dromon.model.Hash;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body {@link PodSight} of a held pod to the list of {@link FlowEvent} that say on the pod, and on the object its user applied, why it is held; empty while the checks
 * are on their way, and once each was told.
 */
public final class HoldReader implements Processor {

    private static final int ID = 32;

    private final Subjects subjects;
    private final InstantSource clock;
    private final HoldMemory memory;

    /** Events carry the time of the clock. */
    public HoldReader(Subjects subjects, HoldMemory memory, InstantSource clock) {
        this.subjects = subjects;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(events(exchange.getMessage().getBody(PodSight.class)));
    }

    private List<FlowEvent> events(PodSight sight) {
        Optional<Blocker> reason = sight.version().flatMap(v -> HoldReason.of(StatusMapper.read(v.getStatus())));
        if (reason.isEmpty()) {
            return List.of();
        }
        Subject subject = subjects.of(sight.version().orElseThrow());
        Instant now = Times.now(clock);
        return Stream.concat(Stream.of(sight.pod()), sight.top().stream()).map(HasMetadata.class::cast).map(o -> event(Subjects.ref(o), subject, reason.get(), now))
                .filter(e -> !memory.told(e.id())).toList();
    }

    private static FlowEvent event(Subject.Ref regarding, Subject subject, Blocker reason, Instant now) {
        String id = Hash.sha256(String.join("\n", regarding.uid(), subject.self().uid(), reason.reason(), reason.message()), ID);
        String message = "held before deployment by " + subject.self().kind() + " " + subject.self().name() + ": " + reason.message();
        return new FlowEvent(id, reason.reason(), true, message, regarding, subject, "", now);
    }
}
