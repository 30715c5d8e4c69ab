package dev.dromon.sink;

import dev.dromon.act.Outbox;
import dev.dromon.event.CloudEvent;
import dev.dromon.event.CloudEvents;
import dev.dromon.event.Flow;
import dev.dromon.event.Naming;
import dev.dromon.gather.Basis;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Key {@code namespace/app} to the list of {@link Parcel} that a sink has to get of all versions of that app, oldest first; empty while the sink is left alone, with the
 * time to look again. Many are handed out in portions, so that no app keeps the others waiting. None is handed out while a cache does not show all that they rest on.
 */
public final class SinkOutboxReader implements Processor {

    /** Exchange property: name of the sink. */
    public static final String SINK = "CamelDromonSink";

    private static final int PORTION = 100;
    /** What is missing is told by the watch that brings it; that it is gone for good need not be. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final EventSinks served;
    private final Source source;
    private final Naming naming;
    private final InstantSource clock;

    /**
     * Where events come from.
     *
     * @param versions all versions of an app and of its workloads; the key is {@code namespace/app}
     * @param heard    how far those have followed the API server
     * @param flows    what a version and its recorded run tell
     */
    public record Source(Outbox outbox, Function<String, List<HasMetadata>> versions, Supplier<Basis.Heard> heard, BiFunction<HasMetadata, RunStatus, Flow> flows) {
    }

    /**
     * What a sink has to get of an app.
     *
     * @param whole whether nothing is missing that it rests on
     */
    private record Behind(List<Parcel> parcels, boolean whole) {

        private static final Behind NOTHING = new Behind(List.of(), true);
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
        Behind behind = sink.map(s -> behind(app, s.terms())).orElse(Behind.NOTHING);
        List<Parcel> parcels = behind.parcels();
        sink.ifPresent(s -> s.state().waiting(app, parcels.size()));
        Duration wait = !behind.whole() ? LOOK_AGAIN : sink.filter(s -> !parcels.isEmpty()).map(s -> s.state().wait(app, Times.now(clock))).orElse(Duration.ZERO);
        boolean more = parcels.size() > PORTION;
        if (!wait.isZero() || more) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, wait);
        }
        exchange.getMessage().setBody(wait.isZero() ? parcels.subList(0, Math.min(PORTION, parcels.size())) : List.of());
    }

    private Behind behind(String app, SinkTerms terms) {
        Basis.Heard heard = source.heard().get();
        List<HasMetadata> all = source.versions().apply(app);
        List<HasMetadata> untold = all.stream().filter(version -> !source.outbox().through(version, terms.sink())).toList();
        List<Parcel> parcels = new ArrayList<>();
        untold.forEach(version -> parcels.addAll(parcels(version, terms)));
        parcels.sort(Comparator.comparingLong(Parcel::order).thenComparing(parcel -> parcel.event().time()));
        Map<String, HasMetadata> byUid = Basis.byUid(all);
        return new Behind(parcels, untold.stream().allMatch(version -> Basis.complete(version, byUid, heard)));
    }

    /** What the sink does not want, or has no word for, goes with the event before it; what has none before it is accepted here. */
    private List<Parcel> parcels(HasMetadata version, SinkTerms terms) {
        RunStatus run = Outbox.run(version);
        int first = source.outbox().next(version, run, terms.sink());
        int size = run.transitions().size();
        List<Wanted> wanted = wanted(source.flows().apply(version, run), first, terms);
        int begin = wanted.isEmpty() ? size : wanted.get(0).place();
        if (begin > first) {
            source.outbox().accepted(version, terms.sink(), begin);
        }
        long[] orders = Outbox.orders(run);
        List<Parcel> parcels = new ArrayList<>();
        for (int w = 0; w < wanted.size(); w++) {
            int upto = w + 1 < wanted.size() ? wanted.get(w + 1).place() : size;
            parcels.add(new Parcel(version, wanted.get(w).event(), orders[wanted.get(w).place()], upto, upto == size && run.ended()));
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
