package dev.dromon.sink;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The component {@code feed:<sink>}: begins a route with each record of the topic that an EventSink is fed from, those of a partition one after the other. The route ends the
 * record, or asks for it again by {@link dev.dromon.kube.KubeHeaders#REQUEUE_AFTER}; meanwhile its partition waits, and no other.
 */
public final class FeedComponent extends DefaultComponent {

    private final FedSinks sinks;

    /** Reads for the sinks that are served. */
    public FeedComponent(FedSinks sinks) {
        this.sinks = sinks;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new FeedEndpoint(uri, this, remaining);
    }

    private static final class FeedEndpoint extends DefaultEndpoint {

        private final FeedComponent component;
        private final String sink;

        FeedEndpoint(String uri, FeedComponent component, String sink) {
            super(uri, component);
            this.component = component;
            this.sink = sink;
        }

        @Override
        public Producer createProducer() {
            throw new IllegalArgumentException("expected feed: at the start of a route, found it as a destination in " + getEndpointUri() + "; write to a topic by an EventSink with kafka");
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            FeedConsumer consumer = new FeedConsumer(this, processor, component.sinks, sink);
            configureConsumer(consumer);
            return consumer;
        }
    }
}
