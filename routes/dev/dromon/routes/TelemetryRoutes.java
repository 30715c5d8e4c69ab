package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Metrics and health, for those who watch this process. */
public final class TelemetryRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.metrics}}").routeId("metrics").routeGroup("http").routeDescription("Answers with the metrics of this replica")
                .process("metrics").id("metrics-read");

        from("{{dromon.endpoint.health-live}}").routeId("health-live").routeGroup("http").routeDescription("Tells whether this replica works at all")
                .process("live").id("health-live-check");

        from("{{dromon.endpoint.health-ready}}").routeId("health-ready").routeGroup("http").routeDescription("Tells whether this replica knows the cluster as it is")
                .process("ready").id("health-ready-check");
    }
}
