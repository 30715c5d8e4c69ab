package dev.dromon.act;

import dev.dromon.gather.Versions;
import dev.dromon.kube.ClusterWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * After all events of a version have been told: notes it. While the run goes on the counters of all sinks ride on its next status write; once it has ended nobody else
 * writes, so they are written here: once for all sinks that have got everything by then, and once more for each that gets it later.
 */
public final class OutboxWriter implements Processor {

    private final String sink;
    private final DeliveryLedger ledger;
    private final ClusterWriter writer;
    private final DeliveryListener listener;

    /** Notes what the sink of that name has accepted. */
    public OutboxWriter(String sink, DeliveryLedger ledger, ClusterWriter writer, DeliveryListener listener) {
        this.listener = listener;
        this.sink = sink;
        this.ledger = ledger;
        this.writer = writer;
    }

    @Override
    public void process(Exchange exchange) {
        HasMetadata version = exchange.getProperty(OutboxReader.VERSION, HasMetadata.class);
        int upto = exchange.getProperty(OutboxReader.UPTO, Integer.class);
        ledger.accepted(version, sink, upto);
        listener.delivered(sink, Math.max(0, upto - exchange.getProperty(OutboxReader.FROM, Integer.class)));
        if (Outbox.run(version).ended() && ledger.ahead(version, Outbox.recorded(version))) {
            Versions.status(version).delivered = ledger.delivered(version, Outbox.recorded(version));
            writer.updateStatus(version);
        }
    }
}
