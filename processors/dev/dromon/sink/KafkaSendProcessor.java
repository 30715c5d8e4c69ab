package dev.dromon.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body list of {@link Parcel}: gives them to the sink's producer, in their order, up to the first of which it is clear that it is not taken; the body becomes the list of
 * what is on its way.
 */
public final class KafkaSendProcessor implements Processor {

    private final EventSinks served;

    /** Sends by the producers of the sinks that are served. */
    public KafkaSendProcessor(EventSinks served) {
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Optional<KafkaSender> sender = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).flatMap(EventSinks.Served::kafka);
        List<KafkaSender.Sent> sent = new ArrayList<>();
        if (sender.isPresent()) {
            for (Object parcel : exchange.getMessage().getBody(List.class)) {
                sent.add(sender.get().send((Parcel) parcel));
                if (sent.get(sent.size() - 1).failed()) {
                    break;
                }
            }
        }
        exchange.getMessage().setBody(sent);
    }
}
