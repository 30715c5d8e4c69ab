package dev.dromon.act;

import dev.dromon.event.FlowEvent;
import dev.dromon.event.FlowEvents;
import dev.dromon.event.Naming;
import dev.dromon.gather.Subjects;
import dev.dromon.model.RunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body KeptnAppVersion or KeptnWorkloadVersion to the list of {@link FlowEvent} that a sink has not accepted yet, oldest first; the version stays at hand as a property. */
public final class OutboxReader implements Processor {

    /** Exchange property: the version whose events are told. */
    static final String VERSION = "CamelDromonVersion";
    /** Exchange property: how many transitions the sink has accepted before. */
    static final String FROM = "CamelDromonFrom";
    /** Exchange property: how many transitions the sink will have accepted when all are told. */
    static final String UPTO = "CamelDromonUpto";

    private final String sink;
    private final DeliveryLedger ledger;
    private final Naming naming;
    private final Subjects subjects;

    /** Reads what the sink of that name has not accepted. */
    public OutboxReader(String sink, DeliveryLedger ledger, Naming naming, Subjects subjects) {
        this.sink = sink;
        this.ledger = ledger;
        this.naming = naming;
        this.subjects = subjects;
    }

    @Override
    public void process(Exchange exchange) {
        HasMetadata version = exchange.getMessage().getBody(HasMetadata.class);
        RunStatus run = Outbox.run(version);
        int first = ledger.delivered(version, Outbox.recorded(version)).getOrDefault(sink, 0);
        List<FlowEvent> events = FlowEvents.from(subjects.of(version), run.transitions(), first, naming);
        exchange.setProperty(VERSION, version);
        exchange.setProperty(FROM, first);
        exchange.setProperty(UPTO, run.transitions().size());
        exchange.getMessage().setBody(events);
    }
}
