package dev.dromon.sink;

import dev.dromon.kube.KubeHeaders;
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
        account.settled(sink, exchange.getMessage().getBody(Parcel.class));
        boolean recovered = served.named(sink).filter(s -> s.state().taken(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class))).isPresent();
        if (recovered) {
            LOG.info("takes events again sink={}", sink);
        }
        account.changed(sink);
    }
}
