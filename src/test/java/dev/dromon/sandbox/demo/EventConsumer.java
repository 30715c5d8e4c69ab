package dev.dromon.sandbox.demo;

import io.cloudevents.CloudEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** A receiver of events outside the cluster. */
public interface EventConsumer extends AutoCloseable {

    /**
     * An event that came.
     *
     * @param event what it says
     * @param lane  where the consumer keeps order: events in different lanes have none
     */
    record Arrival(CloudEvent event, String lane) {
    }

    /**
     * Requests whose signature was looked at.
     *
     * @param genuine those that were signed with the key, lately
     * @param others  those that were not, and so were not taken
     */
    record Signatures(int genuine, int others) {
    }

    /** What it is called where its events are counted. */
    String name();

    /** What has to be applied so that it gets events. */
    List<HasMetadata> subscription();

    /** What it has taken so far, in the order of coming; an event that came twice is there twice. */
    List<Arrival> arrivals();

    /** The signatures so far; empty when it does not look at any. */
    Optional<Signatures> signatures();

    @Override
    void close();
}
