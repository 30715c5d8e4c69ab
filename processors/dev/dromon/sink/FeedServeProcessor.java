package dev.dromon.sink;

import dev.dromon.api.EventSink;
import dev.dromon.kube.KubeHeaders;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link EventSink}, or null when it is gone: gives each sink that is fed from a topic a route of its own on this replica, a new one when its spec, or that of the sink
 * whose topic it is, has changed, none when one of them is gone.
 */
public final class FeedServeProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(FeedServeProcessor.class);
    private static final String ROUTE = "feed-";

    private final FedSinks served;
    private final Function<String, Optional<EventSink>> sinks;

    /** Serves the sinks there; others are found by their name. */
    public FeedServeProcessor(FedSinks served, Function<String, Optional<EventSink>> sinks) {
        this.served = served;
        this.sinks = sinks;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        EventSink sink = exchange.getMessage().getBody(EventSink.class);
        String name = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        CamelContext context = exchange.getContext();
        if (sink == null || sink.getSpec().via == null) {
            remove(context, name);
            served.drop(name);
            return;
        }
        Optional<EventSink> from = sinks.apply(sink.getSpec().via);
        if (!served.serves(sink, from)) {
            remove(context, name);
            if (served.serve(sink, from)) {
                TemplatedRouteBuilder.builder(context, "topic-feed").routeId(ROUTE + name).prefixId(ROUTE + name).parameter("sink", name).add();
                LOG.info("feeds an event sink from a topic sink={} via={} generation={}", name, sink.getSpec().via, sink.getMetadata().getGeneration());
            }
        }
    }

    /** Nobody waits longer than it takes: what is on its way is cut off first. */
    private void remove(CamelContext context, String name) throws Exception {
        served.cut(name);
        if (SinkRoute.remove(context, ROUTE + name)) {
            LOG.info("no longer feeds an event sink as it was sink={}", name);
        }
    }
}
