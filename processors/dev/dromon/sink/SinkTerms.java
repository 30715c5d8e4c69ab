package dev.dromon.sink;

import dev.dromon.act.Sinks;
import dev.dromon.api.EventSink;
import dev.dromon.api.EventSinkFilter;
import dev.dromon.api.EventSinkRetry;
import dev.dromon.api.EventSinkSpec;
import dev.dromon.api.HttpSinkSpec;
import dev.dromon.event.EventFilter;
import dev.dromon.event.EventFormat;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.util.Optional;

/**
 * What an EventSink asks for, with defaults in place of what it leaves out. Defaults: docs/reference/crds.md, eventsink.
 *
 * @param sink        what of the outboxes is for it
 * @param filter      which events it gets
 * @param format      in whose terms it gets them
 * @param backoff     how deliveries are repeated
 * @param giveUpAfter attempts after which an event becomes a dead letter that is refused, or, unless it is durable, not taken
 * @param parallelism deliveries side by side
 * @param http        the receiver, when events go by HTTP
 * @param kafka       the topic, when they go there; one of the two is present
 * @param via         name of the EventSink from whose topic the receiver is fed; empty when it is fed from the flows
 */
record SinkTerms(Sinks.Sink sink, EventFilter filter, EventFormat format, Backoff backoff, int giveUpAfter, int parallelism, Optional<Http> http, Optional<KafkaTerms> kafka,
        Optional<String> via) {

    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int GIVE_UP_AFTER = 5;
    private static final int PARALLELISM = 4;

    /**
     * A receiver by HTTP.
     *
     * @param field      where the address was written, for messages
     * @param url        as written
     * @param timeout    longest time from a request to the end of its answer
     * @param allowLocal whether addresses of this machine and link, and of cloud metadata, may be called
     * @param secrets    what of Dromon's Secrets it needs
     */
    record Http(String field, String url, CloudEventEncoder.Mode mode, Duration timeout, boolean allowLocal, HttpSecrets secrets) {
    }

    /** The terms of an EventSink; never throws for what its schema lets pass. */
    static SinkTerms of(EventSink sink) {
        EventSinkSpec spec = sink.getSpec();
        EventSinkRetry retry = Optional.ofNullable(spec.retry).orElseGet(EventSinkRetry::new);
        Duration min = Times.duration(retry.minBackoff).orElse(MIN_BACKOFF);
        Duration max = Times.duration(retry.maxBackoff).orElse(MAX_BACKOFF);
        Backoff backoff = new Backoff(min, max.compareTo(min) < 0 ? min : max);
        return new SinkTerms(Sinks.Sink.of(sink), filter(spec.filter), EventFormat.named(spec.format), backoff, retry.deadLetterAfter == null ? GIVE_UP_AFTER : retry.deadLetterAfter, spec.parallelism == null ? PARALLELISM : spec.parallelism,
                Optional.ofNullable(spec.http).map(SinkTerms::http), Optional.ofNullable(spec.kafka).map(KafkaTerms::of), Optional.ofNullable(spec.via));
    }

    /** Whether an event that was not taken so often is given up. */
    boolean givesUp(DeliveryFailure failure, int attempts) {
        return attempts >= giveUpAfter && (failure.refused() || !sink.durable());
    }

    private static EventFilter filter(EventSinkFilter filter) {
        return filter == null ? EventFilter.ALL : new EventFilter(filter.namespaces, filter.apps, filter.reasons);
    }

    private static Http http(HttpSinkSpec spec) {
        CloudEventEncoder.Mode mode = "binary".equals(spec.mode) ? CloudEventEncoder.Mode.BINARY : CloudEventEncoder.Mode.STRUCTURED;
        return new Http("spec.http.url", spec.url, mode, Times.duration(spec.timeout).orElse(TIMEOUT), Boolean.TRUE.equals(spec.allowLocalAddresses), HttpSecrets.of(spec));
    }
}
