package dev.dromon.sink;

import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Body {@link Parcel} that its sink has taken: notes that. */
public final class SinkTakenProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(SinkTakenProcessor.class);

    private final EventSinks served;
    private final DeliveryAccount account;

    /** Notes it with the sinks that are served, and in the account. */
    public SinkTakenProcessor(EventSinks served, DeliveryAccount account) {
        this.served = served;
        this.account = account;
    }

    @Override
    public void process(Exchange exchange) {
        String sink = exchange.getProperty(SinkOutboxReader.SINK, String.class);
        served.named(sink).ifPresent(s -> taken(sink, s, exchange.getMessage().getBody(Parcel.class), exchange.getMessage().getHeader(KubeHeaders.KEY, String.class)));
        account.changed(sink);
    }

    private void taken(String sink, EventSinks.Served by, Parcel parcel, String app) {
        account.settled(by.terms().sink(), parcel);
        if (by.state().taken(app, Times.now(served.clock()))) {
            LOG.info("takes events again sink={}", sink);
        }
    }
}
