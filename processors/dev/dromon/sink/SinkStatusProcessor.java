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
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link EventSink}: writes how far it is, when that has changed. */
public final class SinkStatusProcessor implements Processor {

    private static final String READY = "Ready";
    private static final String NOT_TAKEN = "NotTaken";

    private final EventSinks served;
    private final FedSinks fed;
    private final ClusterWriter writer;
    private final KubernetesSerialization serialization;
    private final InstantSource clock;
    private final DeliveryListener listener;

    /** Tells of the sinks that are served, those that are fed from topics included. */
    public SinkStatusProcessor(EventSinks served, FedSinks fed, ClusterWriter writer, KubernetesSerialization serialization, InstantSource clock, DeliveryListener listener) {
        this.served = served;
        this.fed = fed;
        this.writer = writer;
        this.serialization = serialization;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void process(Exchange exchange) {
        EventSink sink = exchange.getMessage().getBody(EventSink.class);
        served.named(sink.getMetadata().getName()).filter(s -> s.is(sink)).ifPresent(s -> report(sink, s.state()));
        fed.named(sink.getMetadata().getName()).filter(s -> s.is(sink)).ifPresent(s -> write(sink, status -> fill(status, s), health(s)));
    }

    private void report(EventSink sink, SinkState state) {
        SinkState.Report report = state.report();
        String problem = state.trouble().map(SinkState.Trouble::problem).orElse("");
        write(sink, status -> fill(status, report, state), state.failing() ? new Health(false, NOT_TAKEN, problem) : Health.GOOD);
        state.reported(report);
        listener.delivered(sink.getMetadata().getName(), report.delivered());
        listener.givenUp(sink.getMetadata().getName(), report.dead());
    }

    /** The condition of a sink. */
    private record Health(boolean ready, String reason, String message) {

        static final Health GOOD = new Health(true, "Delivering", "events are delivered");
    }

    private static Health health(FedSinks.Fed sink) {
        FeedOverview overview = sink.overview().get();
        Optional<String> unread = sink.problem().or(() -> overview.unread().map(SinkState.Trouble::problem));
        if (unread.isPresent()) {
            return new Health(false, "NotFed", unread.get());
        }
        return overview.failing() ? new Health(false, NOT_TAKEN, overview.trouble().map(SinkState.Trouble::problem).orElse("")) : Health.GOOD;
    }

    private void write(EventSink sink, Consumer<EventSinkStatus> fill, Health health) {
        String before = serialization.asJson(sink.getStatus());
        EventSinkStatus status = Optional.ofNullable(sink.getStatus()).orElseGet(EventSinkStatus::new);
        if (!Objects.equals(status.replayedFrom, sink.getSpec().replayFrom)) {
            status.replayedFrom = sink.getSpec().replayFrom;
            status.recentDeadLetters = List.of();
        }
        fill.accept(status);
        status.observedGeneration = sink.getMetadata().getGeneration();
        status.conditions = List.of(ready(sink, status, health));
        sink.setStatus(status);
        if (!serialization.asJson(status).equals(before)) {
            writer.updateStatus(sink);
        }
    }

    /** All is counted anew each time, whichever replica did it. */
    private static void fill(EventSinkStatus status, FedSinks.Fed sink) {
        FeedOverview overview = sink.overview().get();
        status.delivered = overview.delivered();
        status.deadLetters = overview.dead();
        status.pending = overview.pending();
        status.recentDeadLetters = overview.letters();
        overview.unread().or(overview::trouble).ifPresent(trouble -> trouble(status, trouble));
    }

    private static void trouble(EventSinkStatus status, SinkState.Trouble trouble) {
        status.lastError = trouble.problem();
        status.lastErrorTime = Times.micros(trouble.time());
    }

    private static void fill(EventSinkStatus status, SinkState.Report report, SinkState state) {
        status.delivered = sum(status.delivered, report.delivered());
        status.deadLetters = sum(status.deadLetters, report.dead());
        status.lost = sum(status.lost, report.lost());
        status.pending = state.pending();
        List<DeadLetter> letters = new ArrayList<>(status.recentDeadLetters);
        letters.addAll(report.letters());
        status.recentDeadLetters = letters.subList(Math.max(0, letters.size() - SinkState.LETTERS), letters.size());
        state.trouble().ifPresent(trouble -> trouble(status, trouble));
    }

    private static Long sum(Long before, long more) {
        return (before == null ? 0 : before) + more;
    }

    private Condition ready(EventSink sink, EventSinkStatus status, Health health) {
        String value = health.ready() ? "True" : "False";
        Instant now = Times.now(clock);
        String time = status.conditions.stream().filter(c -> READY.equals(c.getType()) && value.equals(c.getStatus())).map(Condition::getLastTransitionTime).findFirst()
                .orElseGet(() -> Times.micros(now));
        return new ConditionBuilder().withType(READY).withStatus(value).withReason(health.reason()).withLastTransitionTime(time)
                .withMessage(health.message()).withObservedGeneration(sink.getMetadata().getGeneration()).build();
    }
}
