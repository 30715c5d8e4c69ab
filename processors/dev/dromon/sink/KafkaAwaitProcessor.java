package dev.dromon.sink;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link KafkaSender.Sent}: waits until its brokers have acknowledged it; {@link DeliveryFailure} when they do not. The body becomes the {@link Parcel}. */
public final class KafkaAwaitProcessor implements Processor {

    private final EventSinks served;

    /** Waits by the producers of the sinks that are served. */
    public KafkaAwaitProcessor(EventSinks served) {
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) throws DeliveryFailure, InterruptedException {
        KafkaSender.Sent sent = exchange.getMessage().getBody(KafkaSender.Sent.class);
        Optional<KafkaSender> sender = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).flatMap(EventSinks.Served::kafka);
        Answer answer = sender.isPresent() ? sender.get().await(sent) : Answer.retry("the sink is no longer served");
        if (answer.verdict() != Answer.Verdict.TAKEN) {
            throw new DeliveryFailure(sent.parcel(), answer);
        }
        exchange.getMessage().setBody(sent.parcel());
    }
}
