package dev.dromon.sink;

import dev.dromon.kube.KubeHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Runs a route once per record; a failure that the route does not handle is tried again. One thread reads, as many as the sink's parallelism run the route. */
final class FeedConsumer extends DefaultConsumer {

    /** Exchange property: {@link FeedProgress} of the partition, which the route replaces. */
    static final String PROGRESS = "CamelDromonProgress";

    private static final Duration END = Duration.ofSeconds(15);
    /** A receiver is waited for no longer than its timeout. */
    private static final Duration MORE = Duration.ofSeconds(1);

    private final FedSinks sinks;
    private final String name;
    private FeedReader reader;
    private ExecutorService reading;
    private ExecutorService working;

    FeedConsumer(Endpoint endpoint, Processor processor, FedSinks sinks, String name) {
        super(endpoint, processor);
        this.sinks = sinks;
        this.name = name;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        FedSinks.Fed sink = sinks.named(name).orElseThrow(() -> new IllegalStateException("expected EventSink " + name + " to be served before its route starts, found that it is not"));
        FeedReader.Terms terms = new FeedReader.Terms(name, sink.group(), sink.terms().via().orElseThrow(), sink.topic().orElseThrow(), sink.terms().sink().since(), sink.terms().backoff(),
                sink.terms().http().orElseThrow().timeout().plus(MORE));
        working = getEndpoint().getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "feed-" + name, sink.terms().parallelism());
        reading = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "feed-read-" + name);
        reader = new FeedReader(terms, new FeedReader.Parts(sinks.sinks().secrets(), sinks.sinks().clock(), working, (record, before) -> deal(record, before, sink.terms().backoff().max()),
                change -> sinks.overview(sink, change)));
        reading.execute(reader);
    }

    private FeedReader.Outcome deal(ConsumerRecord<byte[], byte[]> record, FeedProgress before, Duration afterABug) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(record);
            exchange.getMessage().setHeader(KubeHeaders.KEY, record.topic() + "-" + record.partition());
            exchange.setProperty(PROGRESS, before);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        try {
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("failed with a record, tries it again later", exchange, exchange.getException());
                return new FeedReader.Outcome(before, Optional.of(afterABug));
            }
            return new FeedReader.Outcome(exchange.getProperty(PROGRESS, FeedProgress.class), Optional.ofNullable(exchange.getMessage().getHeader(KubeHeaders.REQUEUE_AFTER, Duration.class)));
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (reader != null) {
            reader.close();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(reading, TimeUnit.SECONDS.toMillis(END.toSeconds()));
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(working);
        }
        super.doStop();
    }
}
