package dev.dromon.act;

import dev.dromon.kube.ClusterWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * After all events of a version have been told: notes it. While the run goes on the counters ride on its next status write; once it has ended nobody else writes, so
 * they are written here, once.
 */
public final class OutboxWriter implements Processor {

    private final String sink;
    private final DeliveryLedger ledger;
    private final ClusterWriter writer;

    /** Notes what the sink of that name has accepted. */
    public OutboxWriter(String sink, DeliveryLedger ledger, ClusterWriter writer) {
        this.sink = sink;
        this.ledger = ledger;
        this.writer = writer;
    }

    @Override
    public void process(Exchange exchange) {
        HasMetadata version = exchange.getProperty(OutboxReader.VERSION, HasMetadata.class);
        ledger.accepted(version, sink, exchange.getProperty(OutboxReader.UPTO, Integer.class));
        Map<String, Integer> delivered = ledger.delivered(version, OutboxReader.recorded(version));
        if (OutboxReader.run(version).ended() && !delivered.equals(OutboxReader.recorded(version))) {
            OutboxReader.status(version).delivered = delivered;
            writer.updateStatus(version);
        }
    }
}
