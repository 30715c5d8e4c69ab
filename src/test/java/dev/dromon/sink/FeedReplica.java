package dev.dromon.sink;

import dev.dromon.api.EventSink;
import dev.dromon.kube.KubeHeaders;
import dev.dromon.routes.ErrorRoutes;
import dev.dromon.routes.FeedRoutes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;

/** One replica's part in feeding sinks from topics: the real routes and processors, told of EventSinks by the test instead of a watch. */
final class FeedReplica implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, EventSink> objects = new ConcurrentHashMap<>();
    private final FedSinks fed;
    private final AtomicInteger delivered = new AtomicInteger();

    /** One that reads no Secret. */
    FeedReplica() throws Exception {
        this(null);
    }

    /** One that reads Secrets of namespace system by that client. */
    FeedReplica(KubernetesClient client) throws Exception {
        EventSinks sinks = new EventSinks(client, "system", InstantSource.system());
        fed = new FedSinks(sinks, name -> { });
        FeedDeliverProcessor deliver = new FeedDeliverProcessor(fed);
        Processor counted = exchange -> {
            deliver.process(exchange);
            delivered.incrementAndGet();
        };
        Map<String, Object> beans = Map.of("feed", new FeedComponent(fed), "feedServe", new FeedServeProcessor(fed, name -> Optional.ofNullable(objects.get(name))),
                "feedRead", new FeedReadProcessor(fed, InstantSource.system()), "feedDeliver", counted, "feedTaken", new FeedTakenProcessor(fed),
                "feedFailure", new FeedFailureProcessor(fed, InstantSource.system()));
        beans.forEach(camel.getRegistry()::bind);
        camel.getPropertiesComponent().addInitialProperty("dromon.endpoint.feeds", "direct:feeds");
        camel.getPropertiesComponent().addInitialProperty("dromon.endpoint.topic-feed", "feed:{{sink}}");
        camel.addLifecycleStrategy(fed);
        camel.addLifecycleStrategy(sinks);
        camel.getShutdownStrategy().setTimeout(20);
        camel.addRoutesConfigurations(new ErrorRoutes());
        camel.addRoutes(new FeedRoutes());
        camel.start();
    }

    /** There is such an EventSink now. */
    void apply(EventSink sink) {
        objects.put(sink.getMetadata().getName(), sink);
        objects.values().stream().filter(s -> s == sink || sink.getMetadata().getName().equals(s.getSpec().via)).forEach(s -> look(s.getMetadata().getName()));
    }

    /** There is no longer an EventSink of that name. */
    void delete(String name) {
        objects.remove(name);
        look(name);
        objects.values().stream().filter(s -> name.equals(s.getSpec().via)).forEach(s -> look(s.getMetadata().getName()));
    }

    private void look(String name) {
        camel.createProducerTemplate().sendBodyAndHeader("direct:feeds", objects.get(name), KubeHeaders.KEY, name);
    }

    /** How far the sink's group is, as this replica sees it. */
    FeedOverview overview(String name) {
        return fed.named(name).orElseThrow().overview().get();
    }

    /** Why the sink is not fed; empty when it is. */
    String problem(String name) {
        return fed.named(name).orElseThrow().problem().orElse("");
    }

    /** The sink's consumer group. */
    String group(String name) {
        return fed.named(name).orElseThrow().group();
    }

    /** How many events this replica has delivered. */
    int delivered() {
        return delivered.get();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
