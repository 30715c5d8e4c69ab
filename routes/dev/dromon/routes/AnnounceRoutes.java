package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Tells what the API server has accepted: the transitions in a status that have not been told yet, in their order. */
public final class AnnounceRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.app-version-events}}").routeId("announce-app-version").routeGroup("events").routeDescription("Tells what happened to an app version")
                .choice().id("announce-app-version-exists")
                    .when(body().isNotNull()).to("direct:announce")
                    .otherwise().process("appOutboxForget")
                .end();

        from("{{dromon.endpoint.workload-version-events}}").routeId("announce-workload-version").routeGroup("events").routeDescription("Tells what happened to a workload version")
                .choice().id("announce-workload-version-exists")
                    .when(body().isNotNull()).to("direct:announce")
                    .otherwise().process("workloadOutboxForget")
                .end();

        from("direct:announce").routeId("event-fan-out").routeGroup("events").routeDescription("Gives each untold event to every sink and notes that it was told")
                .process("outboxRead").id("event-fan-out-read")
                .split(body()).stopOnException().id("event-fan-out-split")
                    .multicast().stopOnException().id("event-fan-out-sinks").to("direct:kubernetes-events").end()
                .end()
                .process("outboxWrite").id("event-fan-out-told");
    }
}
