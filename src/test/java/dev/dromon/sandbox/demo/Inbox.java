package dev.dromon.sandbox.demo;

import dev.dromon.sandbox.demo.EventConsumer.Arrival;
import dev.dromon.sandbox.demo.EventConsumer.Signatures;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a consumer has got.
 *
 * @param name       the consumer
 * @param arrivals   what came, in its order
 * @param signatures the signatures; empty when there are none
 */
record Inbox(String name, List<Arrival> arrivals, Optional<Signatures> signatures) {

    static final List<String> HEADING = List.of("consumer", "events", "again", "in order", "signed", "first dev.dromon.*", "last dev.dromon.*");
    private static final String PREFIX = "dev.dromon.";

    Inbox {
        arrivals = List.copyOf(arrivals);
    }

    static Inbox of(EventConsumer consumer) {
        return new Inbox(consumer.name(), consumer.arrivals(), consumer.signatures());
    }

    /** Whether nothing is missing or too much, all is in order and all was signed. */
    boolean good(FlowRecord flow) {
        return missing(flow).isEmpty() && distinct().size() == flow.transitions() && inOrder() && signatures.map(Signatures::others).orElse(0) == 0;
    }

    /** Ids of events of the flow that have not come. */
    Set<String> missing(FlowRecord flow) {
        Set<String> missing = new LinkedHashSet<>(flow.told().keySet());
        distinct().forEach(arrival -> missing.remove(arrival.event().getId()));
        return missing;
    }

    /**
     * Whether the events of each app came in one lane, and in it, repetitions aside, those of each version in the order of their sequence and without a gap. Rule:
     * docs/reference/event-delivery.md.
     */
    boolean inOrder() {
        Map<Object, String> lanes = new HashMap<>();
        Map<URI, Integer> last = new HashMap<>();
        for (Arrival arrival : distinct()) {
            CloudEvent event = arrival.event();
            int sequence = Integer.parseInt(String.valueOf(event.getExtension("sequence")));
            String lane = lanes.computeIfAbsent(event.getExtension("partitionkey"), app -> arrival.lane());
            if (last.merge(event.getSource(), 1, Integer::sum) != sequence || !lane.equals(arrival.lane())) {
                return false;
            }
        }
        return true;
    }

    /** A row below the {@link #HEADING}. */
    List<String> row(FlowRecord flow) {
        List<Arrival> distinct = distinct();
        String signed = signatures.map(s -> s.genuine() + " of " + (s.genuine() + s.others())).orElse("-");
        String count = distinct.size() + " of " + flow.transitions();
        if (distinct.isEmpty()) {
            return List.of(name, count, "0", "-", signed, "-", "-");
        }
        String again = Integer.toString(arrivals.size() - distinct.size());
        return List.of(name, count, again, inOrder() ? "yes" : "no", signed, type(distinct.get(0)), type(distinct.get(distinct.size() - 1)));
    }

    private static String type(Arrival arrival) {
        String type = arrival.event().getType();
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
    }

    /** Each event when it came for the first time. */
    private List<Arrival> distinct() {
        Set<String> seen = new HashSet<>();
        List<Arrival> distinct = new ArrayList<>(arrivals);
        distinct.removeIf(arrival -> !seen.add(arrival.event().getId()));
        return distinct;
    }
}
