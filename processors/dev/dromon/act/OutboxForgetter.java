package dev.dromon.act;

import dev.dromon.kube.KubeHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A version of the kind is gone: what was remembered of its events goes too. */
public final class OutboxForgetter implements Processor {

    private final String kind;
    private final DeliveryLedger ledger;

    /** Forgets versions of that kind. */
    public OutboxForgetter(String kind, DeliveryLedger ledger) {
        this.kind = kind;
        this.ledger = ledger;
    }

    @Override
    public void process(Exchange exchange) {
        ledger.forget(kind, exchange.getMessage().getHeader(KubeHeaders.KEY, String.class));
    }
}
