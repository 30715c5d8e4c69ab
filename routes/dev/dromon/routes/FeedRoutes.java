package dev.dromon.routes;

import dev.dromon.sink.DeliveryFailure;
import org.apache.camel.builder.RouteBuilder;

/** Receivers of events that are fed from a topic, by all replicas: each has a route of its own on each of them. */
public final class FeedRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.feeds}}").routeId("feeds").routeGroup("events").routeDescription("Gives each EventSink that is fed from a topic a route of its own, on every replica")
                .process("feedServe").id("feeds-serve");

        routeTemplate("topic-feed").templateParameter("sink")
                .from("{{dromon.endpoint.topic-feed}}").routeGroup("events").routeDescription("Delivers what is on a topic to an EventSink by HTTP, each partition in its order")
                    .setProperty("CamelDromonSink", constant("{{sink}}")).id("topic-feed-name")
                    .process("feedRead").id("topic-feed-read")
                    .filter(body().isNotNull()).id("topic-feed-wanted")
                        .doTry().id("topic-feed-try")
                            .process("feedDeliver").id("topic-feed-deliver")
                            .process("feedTaken").id("topic-feed-taken")
                        .endDoTry()
                        .doCatch(DeliveryFailure.class).id("topic-feed-catch")
                            .process("feedFailure").id("topic-feed-failure")
                        .end()
                    .end();
    }
}
