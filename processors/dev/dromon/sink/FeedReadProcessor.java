package dev.dromon.sink;

import dev.dromon.kube.KubeHeaders;
import dev.dromon.kube.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link ConsumerRecord} of the topic to the {@link FeedEvent} that the sink is to get; null when it does not want it, and when it is no event of a flow. Null too, with
 * the time to look again, while the sink is left alone.
 */
public final class FeedReadProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReadProcessor.class);

    private final FedSinks served;
    private final InstantSource clock;

    /** For the sinks that are served. */
    public FeedReadProcessor(FedSinks served, InstantSource clock) {
        this.served = served;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) {
        FedSinks.Fed sink = served.named(exchange.getProperty(SinkOutboxReader.SINK, String.class)).orElseThrow();
        ConsumerRecord<byte[], byte[]> record = exchange.getMessage().getBody(ConsumerRecord.class);
        Optional<FeedEvent> event = FeedEvent.read(record, sink.terms().format());
        if (event.isEmpty() && sink.foreign().compareAndSet(false, true)) {
            LOG.warn("leaves out what is on the topic and is no event of a flow sink={} topic={} partition={} offset={}", sink.terms().sink().name(), record.topic(), record.partition(), record.offset());
        }
        Optional<FeedEvent> wanted = event.filter(e -> sink.terms().filter().accepts(e.namespace(), e.app(), e.reason()) && !e.event().getTime().toInstant().isBefore(sink.terms().sink().since()));
        Duration wait = wanted.isPresent() ? sink.state().wait(exchange.getMessage().getHeader(KubeHeaders.KEY, String.class), Times.now(clock)) : Duration.ZERO;
        if (!wait.isZero()) {
            exchange.getMessage().setHeader(KubeHeaders.REQUEUE_AFTER, wait);
        }
        exchange.getMessage().setBody(wait.isZero() ? wanted.orElse(null) : null);
    }
}
