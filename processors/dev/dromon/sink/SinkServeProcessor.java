package dev.dromon.sink;

import dev.dromon.api.EventSink;
import dev.dromon.kube.KubeHeaders;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Body {@link EventSink}, or null when it is gone: gives each sink a route of its own from the template of its transport, a new one when its spec has changed, none
 * when it is gone, or fed from a topic.
 */
public final class SinkServeProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(SinkServeProcessor.class);
    private static final String ROUTE = "deliver-";

    private final EventSinks served;
    private final DeliveryAccount account;

    /** Serves the sinks there. */
    public SinkServeProcessor(EventSinks served, DeliveryAccount account) {
        this.served = served;
        this.account = account;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        EventSink sink = exchange.getMessage().getBody(EventSink.class);
        String name = exchange.getMessage().getHeader(KubeHeaders.KEY, String.class);
        CamelContext context = exchange.getContext();
        if (sink == null || sink.getSpec().via != null) {
            remove(context, name);
            served.drop(name);
        } else if (served.named(name).filter(s -> s.is(sink)).isEmpty() || context.getRoute(ROUTE + name) == null) {
            remove(context, name);
            served.serve(sink);
            TemplatedRouteBuilder.builder(context, sink.getSpec().kafka == null ? "http-sink" : "kafka-sink").routeId(ROUTE + name).prefixId(name).parameter("sink", name)
                    .parameter("parallelism", served.named(name).orElseThrow().terms().parallelism()).add();
            LOG.info("serves an event sink sink={} generation={}", name, sink.getMetadata().getGeneration());
            account.changed(name);
        }
    }

    /** Its workers are not waited for longer than they need: what is on its way is cut off first. */
    private void remove(CamelContext context, String name) throws Exception {
        served.cut(name);
        if (SinkRoute.remove(context, ROUTE + name)) {
            LOG.info("no longer serves an event sink as it was sink={}", name);
        }
    }
}
