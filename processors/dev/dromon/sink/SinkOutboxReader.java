package dev.dromon.sink;

import dev.dromon.act.Outbox;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.CloudEvents;
import dev.dromon.event.Flow;
import dev.dromon.event.Naming;
import dev.dromon.gather.FlowReader;
import dev.dromon.gather.Versions;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Key {@code namespace/app} to the list of {@link Parcel} that a sink has to get of all versions of that app, oldest first; empty while the sink is left alone, with the
 * time to look again. Many are handed out in portions, so that no app keeps the others waiting.
 */
public final class SinkOutboxReader implements Processor {

    /** Exchange property: name of the sink. */
    public static final String SINK = "CamelDromonSink";

    private static final int PORTION = 100;

    private final EventSinks served;
    private final Source source;
    private final Naming naming;
    private final InstantSource clock;

    /** Where events come from. */
    public record Source(Outbox outbox, Versions versions, FlowReader flows) {
    }

    /** Events are called by the naming where they are filtered by reason. */
    public SinkOutboxReader(EventSinks served, Source source, Naming naming, InstantSource clock) {
        this.served = served;
        this.source = source;
        this.naming = naming;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        String name = exchange.getProperty(SINK, String.class);
        String app = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        Optional<EventSinks.Served> sink = served.named(name);
        List<Parcel> parcels = sink.map(s -> parcels(app, s.terms())).orElse(List.of());
        sink.ifPresent(s -> s.state().waiting(app, parcels.size()));
        Duration wait = sink.filter(s -> !parcels.isEmpty()).map(s -> s.state().wait(app, Times.now(clock))).orElse(Duration.ZERO);
        boolean more = parcels.size() > PORTION;
        if (!wait.isZero() || more) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, wait);
        }
        exchange.getMessage().setBody(wait.isZero() ? parcels.subList(0, Math.min(PORTION, parcels.size())) : List.of());
    }

    private List<Parcel> parcels(String app, SinkTerms terms) {
        List<Parcel> parcels = new ArrayList<>();
        for (HasMetadata version : source.versions().all(app)) {
            if (!source.outbox().through(version, terms.sink())) {
                parcels.addAll(parcels(version, terms));
            }
        }
        parcels.sort(Comparator.comparing(parcel -> parcel.event().time()));
        return parcels;
    }

    /** What the sink does not want, or has no word for, goes with the event before it; what has none before it is accepted here. */
    private List<Parcel> parcels(HasMetadata version, SinkTerms terms) {
        RunStatus run = Outbox.run(version);
        int first = source.outbox().next(version, run, terms.sink());
        int size = run.transitions().size();
        List<Wanted> wanted = wanted(source.flows().of(version, run), first, terms);
        int begin = wanted.isEmpty() ? size : wanted.get(0).place();
        if (begin > first) {
            source.outbox().accepted(version, terms.sink(), begin);
        }
        List<Parcel> parcels = new ArrayList<>();
        for (int w = 0; w < wanted.size(); w++) {
            int upto = w + 1 < wanted.size() ? wanted.get(w + 1).place() : size;
            parcels.add(new Parcel(version, wanted.get(w).event(), upto, upto == size && run.ended()));
        }
        return parcels;
    }

    private List<Wanted> wanted(Flow flow, int first, SinkTerms terms) {
        List<CloudEvent> events = CloudEvents.from(flow, first, naming);
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            int place = first + i;
            if (terms.filter().accepts(events.get(i).data().event())) {
                terms.format().tell(flow, place, events.get(i)).ifPresent(told -> wanted.add(new Wanted(place, told)));
            }
        }
        return wanted;
    }

    /** An event that the sink wants, and its place among those of its version. */
    private record Wanted(int place, CloudEvent event) {
    }
}
