package dev.dromon.act;

import dev.dromon.api.EventSink;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The receivers that are fed from the flows at this moment: the one for Kubernetes Events, and every EventSink that is not fed from a topic. Never throws. */
public final class Sinks implements Supplier<Set<String>> {

    /**
     * A receiver.
     *
     * @param name    its name
     * @param counter its name in the counters of a status: another one for each time from which everything is told again
     * @param since   what happened earlier is not for it
     * @param durable whether versions are kept for it while it has not got their events
     */
    public record Sink(String name, String counter, Instant since, boolean durable) {

        /** An EventSink as it is. Kubernetes keeps the time of a creation in whole seconds, cut off: so it may get what happened in the second before it was there. */
        public static Sink of(EventSink object) {
            String name = object.getMetadata().getName();
            boolean durable = !BEST_EFFORT.equals(object.getSpec().delivery);
            return Times.parse(object.getSpec().replayFrom).map(from -> new Sink(name, name + "@" + from.getEpochSecond(), from, durable))
                    .orElseGet(() -> new Sink(name, name, Times.parse(object.getMetadata().getCreationTimestamp()).orElse(Instant.MIN), durable));
        }
    }

    private static final String BEST_EFFORT = "bestEffort";

    private final Sink builtIn;
    private final KindCache<EventSink> sinks;

    /** The name is that of the receiver which is always there. */
    public Sinks(String builtIn, KubeCaches caches) {
        this.builtIn = new Sink(builtIn, builtIn, Instant.MIN, true);
        this.sinks = caches.of(EventSink.class);
    }

    /** All receivers, the one that is always there first. */
    public List<Sink> all() {
        return Stream.concat(Stream.of(builtIn), sinks.list().stream().filter(s -> s.getSpec().via == null).map(Sink::of)).toList();
    }

    /** Names that all receivers have in counters. */
    @Override
    public Set<String> get() {
        return all().stream().map(Sink::counter).collect(Collectors.toSet());
    }
}
