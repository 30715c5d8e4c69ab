package dev.dromon.sink;

import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Body {@link FeedEvent} that its sink has taken: notes that in the progress of the partition. */
public final class FeedTakenProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FeedTakenProcessor.class);

    private final FedSinks served;

    /** Notes it with the sinks that are served. */
    public FeedTakenProcessor(FedSinks served) {
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) {
        FedSinks.Fed sink = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).orElseThrow();
        exchange.setProperty(FeedConsumer.PROGRESS, exchange.getProperty(FeedConsumer.PROGRESS, FeedProgress.class).taken());
        if (sink.state().taken(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class), Times.now(served.sinks().clock()))) {
            LOG.info("takes events again sink={}", sink.terms().sink().name());
        }
    }
}
