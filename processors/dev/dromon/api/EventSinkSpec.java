package dev.dromon.api;

/** Where events go, which, and how. */
public class EventSinkSpec extends ApiObject {

    /** Receiver that takes events by HTTP; either this or kafka. */
    public HttpSinkSpec http;

    /** Topic that takes events; either this or http. */
    public KafkaSinkSpec kafka;

    /** Name of the EventSink whose topic an http receiver is fed from, by all replicas; absent means that it is fed from the flows themselves, by the leader. */
    public String via;

    /** Which events it gets; absent means all. */
    public EventSinkFilter filter;

    /** In whose terms it gets them: {@code cloudevents} or {@code cdevents}; absent means the first. */
    public String format;

    /** Whether it gets everything however long that takes: {@code durable} or {@code bestEffort}; absent means the first. */
    public String delivery;

    /** It gets everything from this time on, what it has got before too; absent means what happened since it was created. */
    public String replayFrom;

    /** How deliveries are repeated; absent means the defaults. */
    public EventSinkRetry retry;

    /** Deliveries side by side, each for another app; absent means 4. */
    public Integer parallelism;
}
