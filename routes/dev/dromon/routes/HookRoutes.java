package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Deliveries from outside the cluster. */
public final class HookRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.hooks}}").routeId("hook").routeGroup("http").routeDescription("Takes a delivery to a webhook trigger")
                .process("hook").id("hook-take");
    }
}
