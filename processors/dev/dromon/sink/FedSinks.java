package dev.dromon.sink;

import dev.dromon.api.EventSink;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** The sinks that are fed from the topic of another sink, by name, as this process serves them; every replica does. Thread-safe. */
public final class FedSinks extends LifecycleStrategySupport {

    private static final String GROUP = "dromon-";
    private static final int GROUP_UID = 8;

    /**
     * A sink as it is served.
     *
     * @param source   what its topic is taken from: object and generation; empty when that is not there
     * @param topic    the topic; empty when there is none that can be used
     * @param problem  why there is none; empty when there is one
     * @param state    what of it waits here, and how long
     * @param overview how far its group is
     * @param foreign  whether a record was found that is no event of a flow
     */
    record Fed(String uid, long generation, String source, SinkTerms terms, Optional<KafkaTerms> topic, Optional<String> problem, SinkState state, HttpSender http,
            AtomicReference<FeedOverview> overview, AtomicBoolean foreign) {

        boolean is(EventSink sink) {
            return uid.equals(sink.getMetadata().getUid()) && generation == sink.getMetadata().getGeneration();
        }

        /** The consumer group: one for each sink, however often its name was given away, and for each time from which everything is told again. */
        String group() {
            return GROUP + terms.sink().counter() + "-" + uid.substring(0, Math.min(GROUP_UID, uid.length()));
        }
    }

    private final Map<String, Fed> served = new ConcurrentHashMap<>();
    private final EventSinks sinks;
    private final Consumer<String> changed;

    /** Connections, Secrets and clock are those of the other sinks; whoever tells of sinks is told which one has changed. */
    public FedSinks(EventSinks sinks, Consumer<String> changed) {
        this.sinks = sinks;
        this.changed = changed;
    }

    /** The sink of that name as it is served; empty when it is not. */
    Optional<Fed> named(String name) {
        return Optional.ofNullable(served.get(name));
    }

    EventSinks sinks() {
        return sinks;
    }

    /** Serves a sink as it and the one it is fed from are now; what was served by its name must have been {@link #cut}. Whether there is a topic that it can be fed from. */
    boolean serve(EventSink sink, Optional<EventSink> from) {
        SinkTerms terms = SinkTerms.of(sink);
        Optional<String> problem = problem(sink, from);
        Optional<KafkaTerms> topic = problem.isPresent() ? Optional.empty() : from.map(f -> KafkaTerms.of(f.getSpec().kafka));
        SinkState state = new SinkState(terms.backoff(), () -> ThreadLocalRandom.current().nextDouble(), SinkState.Report.NONE);
        FeedOverview before = named(sink.getMetadata().getName()).filter(s -> s.uid().equals(sink.getMetadata().getUid())).map(s -> s.overview().get()).orElse(FeedOverview.NONE);
        served.put(sink.getMetadata().getName(), new Fed(sink.getMetadata().getUid(), sink.getMetadata().getGeneration(), source(from), terms, topic, problem, state,
                sinks.sender(terms.http().orElseThrow(), terms.parallelism()), new AtomicReference<>(before), new AtomicBoolean()));
        changed.accept(sink.getMetadata().getName());
        return topic.isPresent();
    }

    /** Whether it is served as both are now. */
    boolean serves(EventSink sink, Optional<EventSink> from) {
        return named(sink.getMetadata().getName()).filter(s -> s.is(sink) && s.source().equals(source(from))).isPresent();
    }

    private static String source(Optional<EventSink> from) {
        return from.map(f -> f.getMetadata().getUid() + " " + f.getMetadata().getGeneration()).orElse("");
    }

    private static Optional<String> problem(EventSink sink, Optional<EventSink> from) {
        String via = sink.getSpec().via;
        if (from.isEmpty()) {
            return Optional.of("EventSink " + via + ", which spec.via names, does not exist; create it, with kafka");
        }
        if (from.get().getSpec().kafka == null) {
            return Optional.of("EventSink " + via + ", which spec.via names, has no kafka and so no topic; create this EventSink anew with the name of one that has");
        }
        SinkTerms wanted = SinkTerms.of(sink);
        SinkTerms found = SinkTerms.of(from.get());
        return wanted.format() == found.format() ? Optional.empty()
                : Optional.of("expected EventSink " + via + " to have the format of this one, found another on its topic; give spec.format of both the same value");
    }

    /** How far the group of a sink is has changed. */
    void overview(Fed sink, UnaryOperator<FeedOverview> change) {
        FeedOverview before = sink.overview().get();
        FeedOverview after = sink.overview().updateAndGet(change);
        if (!after.equals(before)) {
            changed.accept(sink.terms().sink().name());
        }
    }

    /** What is on its way to the sink fails at once; it stays known until it is dropped. */
    void cut(String name) {
        named(name).ifPresent(s -> s.http().close());
    }

    /** The sink is served no longer. */
    void drop(String name) {
        served.remove(name);
    }

    /** Before the routes are stopped: what is on its way fails at once, so that nobody waits for a receiver when this process ends. */
    @Override
    public void onContextStopping(CamelContext context) {
        served.keySet().forEach(this::cut);
    }
}
