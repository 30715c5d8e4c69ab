package dev.dromon.sink;

import dev.dromon.api.DeadLetter;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a {@link DeliveryFailure}, body {@link FeedEvent}: the partition waits and tries again, or the event is given up, as with sinks that are fed from the flows. */
public final class FeedFailureProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FeedFailureProcessor.class);
    private static final int TELL_EVERY = 10;

    private final FedSinks served;
    private final InstantSource clock;

    /** Notes it with the sinks that are served. */
    public FeedFailureProcessor(FedSinks served, InstantSource clock) {
        this.served = served;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryFailure failure = ObjectHelper.getException(DeliveryFailure.class, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        FedSinks.Fed sink = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).orElseThrow();
        String partition = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        FeedProgress before = exchange.getProperty(FeedConsumer.PROGRESS, FeedProgress.class);
        Instant now = Times.now(clock);
        boolean failed = sink.state().failing();
        int attempts = sink.state().failed(partition, failure, now);
        SinkState.Trouble trouble = new SinkState.Trouble(failure.getMessage(), now);
        if (sink.terms().givesUp(failure, attempts)) {
            DeadLetter letter = letter(exchange.getMessage().getBody(FeedEvent.class), trouble);
            sink.state().dead(partition, letter);
            exchange.setProperty(FeedConsumer.PROGRESS, before.given(letter, trouble));
            LOG.warn("gives an event up, the receiver does not take it sink={} id={} object=\"{}\" attempts={} reason=\"{}\"", sink.terms().sink().name(), letter.id, letter.object, attempts, letter.answer);
            return;
        }
        if (!failed || sink.state().streak() % TELL_EVERY == 0 && !failure.refused()) {
            LOG.warn("does not take events, trying again sink={} partition={} attempt={} reason=\"{}\"", sink.terms().sink().name(), partition, attempts, failure.getMessage());
        }
        exchange.setProperty(FeedConsumer.PROGRESS, before.failed(trouble));
        exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, sink.state().wait(partition, now));
    }

    private static DeadLetter letter(FeedEvent event, SinkState.Trouble trouble) {
        DeadLetter letter = new DeadLetter();
        letter.id = event.event().getId();
        letter.type = event.event().getType();
        letter.object = event.object();
        letter.answer = trouble.problem();
        letter.time = Times.micros(trouble.time());
        return letter;
    }
}
