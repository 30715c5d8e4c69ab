package dev.dromon.act;

/** Learns what became of events, sink by sink, once each. Called by the threads of routes: it must be quick and thread-safe, and never throw. */
public interface DeliveryListener {

    /** So many more events were taken by the sink. */
    void delivered(String sink, long events);

    /** So many more events became dead letters of the sink. */
    void givenUp(String sink, long events);

    /** The version of so many events was deleted before the sink got them. */
    void lost(String sink, long events);
}
