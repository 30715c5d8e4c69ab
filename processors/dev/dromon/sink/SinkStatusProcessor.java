package dev.dromon.sink;

import dev.dromon.act.DeliveryListener;
import dev.dromon.api.DeadLetter;
import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkStatus;
import dev.dromon.kube.ClusterWriter;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link EventSink}: writes how far it is, when that has changed. */
public final class SinkStatusProcessor implements Processor {

    private static final String READY = "Ready";

    private final EventSinks served;
    private final ClusterWriter writer;
    private final KubernetesSerialization serialization;
    private final InstantSource clock;
    private final DeliveryListener listener;

    /** Tells of the sinks that are served. */
    public SinkStatusProcessor(EventSinks served, ClusterWriter writer, KubernetesSerialization serialization, InstantSource clock, DeliveryListener listener) {
        this.listener = listener;
        this.served = served;
        this.writer = writer;
        this.serialization = serialization;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        EventSink sink = exchange.getMessage().getBody(EventSink.class);
        served.named(sink.getMetadata().getName()).filter(s -> s.is(sink)).ifPresent(s -> write(sink, s.state()));
    }

    private void write(EventSink sink, SinkState state) {
        String before = serialization.asJson(sink.getStatus());
        SinkState.Report report = state.report();
        EventSinkStatus status = Optional.ofNullable(sink.getStatus()).orElseGet(EventSinkStatus::new);
        if (!Objects.equals(status.replayedFrom, sink.getSpec().replayFrom)) {
            status.replayedFrom = sink.getSpec().replayFrom;
            status.recentDeadLetters = List.of();
        }
        fill(status, report, state);
        status.observedGeneration = sink.getMetadata().getGeneration();
        status.conditions = List.of(ready(sink, status, state));
        sink.setStatus(status);
        if (!serialization.asJson(status).equals(before)) {
            writer.updateStatus(sink);
        }
        state.reported(report);
        listener.delivered(sink.getMetadata().getName(), report.delivered());
        listener.givenUp(sink.getMetadata().getName(), report.dead());
    }

    private static void fill(EventSinkStatus status, SinkState.Report report, SinkState state) {
        status.delivered = sum(status.delivered, report.delivered());
        status.deadLetters = sum(status.deadLetters, report.dead());
        status.lost = sum(status.lost, report.lost());
        status.pending = state.pending();
        List<DeadLetter> letters = new ArrayList<>(status.recentDeadLetters);
        letters.addAll(report.letters());
        status.recentDeadLetters = letters.subList(Math.max(0, letters.size() - SinkState.LETTERS), letters.size());
        state.trouble().ifPresent(trouble -> {
            status.lastError = trouble.problem();
            status.lastErrorTime = Times.micros(trouble.time());
        });
    }

    private static Long sum(Long before, long more) {
        return (before == null ? 0 : before) + more;
    }

    private Condition ready(EventSink sink, EventSinkStatus status, SinkState state) {
        boolean failing = state.failing();
        String value = failing ? "False" : "True";
        Instant now = Times.now(clock);
        String time = status.conditions.stream().filter(c -> READY.equals(c.getType()) && value.equals(c.getStatus())).map(Condition::getLastTransitionTime).findFirst()
                .orElseGet(() -> Times.micros(now));
        return new ConditionBuilder().withType(READY).withStatus(value).withReason(failing ? "NotTaken" : "Delivering").withLastTransitionTime(time)
                .withMessage(failing ? state.trouble().map(SinkState.Trouble::problem).orElse("") : "events are delivered").withObservedGeneration(sink.getMetadata().getGeneration()).build();
    }
}
