package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Where events go; each sink is one direct: endpoint. */
public final class SinkRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:kubernetes-events").routeId("kubernetes-events").routeGroup("events").routeDescription("Writes an event as a Kubernetes Event")
                .process("kubernetesEvent").id("kubernetes-events-create");
    }
}
