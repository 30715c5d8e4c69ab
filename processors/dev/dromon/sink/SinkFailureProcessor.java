package dev.dromon.sink;

import dev.dromon.api.DeadLetter;
import dev.dromon.kube.Keys;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a {@link DeliveryFailure}: the app waits and tries again, for ever when the sink is durable; an event that the receiver itself refuses is given up after some attempts, and the app goes on. */
public final class SinkFailureProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(SinkFailureProcessor.class);
    private static final int TELL_EVERY = 10;

    private final EventSinks served;
    private final DeliveryAccount account;
    private final InstantSource clock;

    /** Notes it with the sinks that are served, and in the account. */
    public SinkFailureProcessor(EventSinks served, DeliveryAccount account, InstantSource clock) {
        this.served = served;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryFailure failure = ObjectHelper.getException(DeliveryFailure.class, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        String sink = exchange.getProperty(SinkOutboxReader.SINK, String.class);
        String app = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        served.named(sink).ifPresent(s -> exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, failed(sink, s, app, failure)));
        account.changed(sink);
    }

    private Duration failed(String sink, EventSinks.Served served, String app, DeliveryFailure failure) {
        Instant now = Times.now(clock);
        boolean failed = served.state().failing();
        int attempts = served.state().failed(app, failure, now);
        if (served.terms().givesUp(failure, attempts)) {
            Parcel parcel = failure.parcel().orElseThrow();
            DeadLetter letter = letter(failure, parcel, now);
            served.state().dead(app, letter);
            account.settled(served.terms().sink(), parcel);
            LOG.warn("gives an event up, the receiver does not take it sink={} id={} object=\"{}\" attempts={} reason=\"{}\"", sink, letter.id, letter.object, attempts, letter.answer);
            return Duration.ZERO;
        }
        if (!failed || served.state().streak() % TELL_EVERY == 0 && !failure.refused()) {
            LOG.warn("does not take events, trying again sink={} app={} attempt={} reason=\"{}\"", sink, app, attempts, failure.getMessage());
        }
        return served.state().wait(app, now);
    }

    private static DeadLetter letter(DeliveryFailure failure, Parcel parcel, Instant now) {
        HasMetadata version = parcel.version();
        DeadLetter letter = new DeadLetter();
        letter.id = failure.event();
        letter.type = parcel.event().type();
        letter.object = version.getKind() + " " + Keys.key(version);
        letter.answer = failure.getMessage();
        letter.time = Times.micros(now);
        return letter;
    }
}
