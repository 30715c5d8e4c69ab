package dev.dromon.act;

import dev.dromon.api.EventSink;
import dev.dromon.kube.KindCache;
import dev.dromon.kube.KubeCaches;
import dev.dromon.kube.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The receivers of events that there are at this moment: the one for Kubernetes Events, and every EventSink. Never throws. */
public final class Sinks implements Supplier<Set<String>> {

    /**
     * A receiver.
     *
     * @param name  its name in the counters of a status
     * @param since what happened earlier is not for it
     */
    public record Sink(String name, Instant since) {
    }

    private final Sink builtIn;
    private final KindCache<EventSink> sinks;

    /** The name is that of the receiver which is always there. */
    public Sinks(String builtIn, KubeCaches caches) {
        this.builtIn = new Sink(builtIn, Instant.MIN);
        this.sinks = caches.of(EventSink.class);
    }

    /** All receivers, the one that is always there first. */
    public List<Sink> all() {
        return Stream.concat(Stream.of(builtIn), sinks.list().stream().map(Sinks::sink)).toList();
    }

    /** The EventSink of that name; empty when there is none. */
    public Optional<Sink> named(String name) {
        return sinks.get("", name).map(Sinks::sink);
    }

    /** Names of all receivers. */
    @Override
    public Set<String> get() {
        return all().stream().map(Sink::name).collect(Collectors.toSet());
    }

    /** Kubernetes keeps the time of a creation in whole seconds, cut off: so a receiver may get what happened in the second before it was there. */
    private static Sink sink(EventSink object) {
        return new Sink(object.getMetadata().getName(), Times.parse(object.getMetadata().getCreationTimestamp()).orElse(Instant.MIN));
    }
}
