package dev.dromon.sink;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link FeedEvent}: posts it to the sink and waits for the answer; {@link DeliveryFailure} when it was not taken. The body stays. */
public final class FeedDeliverProcessor implements Processor {

    private final FedSinks served;

    /** Sends over the connections of the sinks that are served. */
    public FeedDeliverProcessor(FedSinks served) {
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) throws DeliveryFailure, InterruptedException {
        FeedEvent event = exchange.getMessage().getBody(FeedEvent.class);
        FedSinks.Fed sink = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).orElseThrow();
        Answer answer = sink.http().post(event.event());
        if (answer.verdict() != Answer.Verdict.TAKEN) {
            throw new DeliveryFailure(event.event().getId(), answer);
        }
    }
}
