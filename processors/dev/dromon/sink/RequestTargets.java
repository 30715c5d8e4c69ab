package dev.dromon.sink;

import dev.dromon.api.EventSink;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Optional;

/** Where requests of tasks can go: to any address but local ones, or to an EventSink by its terms. Thread-safe. */
public final class RequestTargets {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));
    private static final int GIVE_UP_AFTER = 5;

    private final EventSinks served;
    private final FedSinks fed;

    /** Sends by the sinks that are served, be they fed from a topic or not. */
    public RequestTargets(EventSinks served, FedSinks fed) {
        this.served = served;
        this.fed = fed;
    }

    /** An address, by itself: no credentials, no redirects, no local addresses. */
    public RequestTarget address(String url) {
        SinkTerms.Http terms = new SinkTerms.Http("spec.callback.url", url, CloudEventEncoder.Mode.STRUCTURED, TIMEOUT, false, HttpSecrets.NONE);
        return new RequestTarget("url " + url, BACKOFF, GIVE_UP_AFTER, event -> {
            try (HttpSender sender = new HttpSender(served.vertx(), terms, 1, null, served.clock())) {
                return sender.post(event);
            }
        });
    }

    /** A sink as it is served, with its credentials, signature or topic; empty while it is not. */
    public Optional<RequestTarget> sink(String name) {
        return served.named(name).map(s -> new RequestTarget(key(s.uid(), s.generation()), s.terms().backoff(), s.terms().giveUpAfter(), event -> post(s, event)))
                .or(() -> fed.named(name).map(s -> new RequestTarget(key(s.uid(), s.generation()), s.terms().backoff(), s.terms().giveUpAfter(), event -> s.http().post(event))));
    }

    private static String key(String uid, long generation) {
        return "sink " + uid + " " + generation;
    }

    private static Answer post(EventSinks.Served sink, CloudEvent event) throws InterruptedException {
        return sink.kafka().isPresent() ? sink.kafka().get().post(event) : sink.http().orElseThrow().post(event);
    }

    /** Whether the filter of a sink lets requests of an app through. Reasons are those of events, and count for these only. */
    public static boolean accepts(EventSink sink, String namespace, String app) {
        return SinkTerms.of(sink).filter().accepts(namespace, app);
    }
}
