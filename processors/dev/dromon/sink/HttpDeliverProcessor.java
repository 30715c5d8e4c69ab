package dev.dromon.sink;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link Parcel}: posts its event to the sink and waits for the answer; {@link DeliveryFailure} when it was not taken. The body stays. */
public final class HttpDeliverProcessor implements Processor {

    private final EventSinks served;

    /** Sends over the connections of the sinks that are served. */
    public HttpDeliverProcessor(EventSinks served) {
        this.served = served;
    }

    @Override
    public void process(Exchange exchange) throws DeliveryFailure, InterruptedException {
        Parcel parcel = exchange.getMessage().getBody(Parcel.class);
        Optional<HttpSender> sender = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).flatMap(EventSinks.Served::http);
        Answer answer = sender.isPresent() ? sender.get().post(parcel.event()) : Answer.retry("the sink is no longer served");
        if (answer.verdict() != Answer.Verdict.TAKEN) {
            throw new DeliveryFailure(parcel, answer);
        }
    }
}
