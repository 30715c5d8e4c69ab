package dev.dromon.routes;

import dev.dromon.sink.DeliveryFailure;
import org.apache.camel.builder.RouteBuilder;

/** Receivers of events outside the cluster: each EventSink has a route of its own, so that one that hangs slows nobody. */
public final class EventSinkRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.event-sinks}}").routeId("event-sinks").routeGroup("events").routeDescription("Gives each EventSink a route of its own")
                .process("sinkServe").id("event-sinks-serve");

        from("{{dromon.endpoint.event-sink-status}}").routeId("event-sink-status").routeGroup("events").routeDescription("Shows how far each EventSink is, at most once a second")
                .filter(body().isNotNull()).id("event-sink-status-exists")
                    .process("sinkStatus").id("event-sink-status-write")
                .end();

        from("{{dromon.endpoint.keptn-config-sink}}").routeId("keptn-config-sink").routeGroup("events").routeDescription("Makes the EventSinks that a KeptnConfig asks for")
                .process("keptnConfigSink").id("keptn-config-sink-write");

        routeTemplate("http-sink").templateParameter("sink").templateParameter("parallelism")
                .from("{{dromon.endpoint.deliveries}}").routeGroup("events").routeDescription("Delivers the events of each app to an EventSink by HTTP, in their order")
                    .setProperty("CamelDromonSink", constant("{{sink}}")).id("http-sink-name")
                    .process("sinkOutboxRead").id("http-sink-read")
                    .doTry().id("http-sink-try")
                        .split(body()).stopOnException().id("http-sink-split")
                            .process("httpDeliver").id("http-sink-deliver")
                            .process("sinkTaken").id("http-sink-taken")
                        .end()
                    .endDoTry()
                    .doCatch(DeliveryFailure.class).id("http-sink-catch")
                        .process("sinkFailure").id("http-sink-failure")
                    .end();

        routeTemplate("kafka-sink").templateParameter("sink").templateParameter("parallelism")
                .from("{{dromon.endpoint.deliveries}}").routeGroup("events").routeDescription("Delivers the events of each app to a topic, in their order")
                    .setProperty("CamelDromonSink", constant("{{sink}}")).id("kafka-sink-name")
                    .process("sinkOutboxRead").id("kafka-sink-read")
                    .process("kafkaSend").id("kafka-sink-send")
                    .doTry().id("kafka-sink-try")
                        .split(body()).stopOnException().id("kafka-sink-split")
                            .process("kafkaAwait").id("kafka-sink-await")
                            .process("sinkTaken").id("kafka-sink-taken")
                        .end()
                    .endDoTry()
                    .doCatch(DeliveryFailure.class).id("kafka-sink-catch")
                        .process("sinkFailure").id("kafka-sink-failure")
                    .end();
    }
}
