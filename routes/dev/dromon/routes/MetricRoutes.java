package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Metrics: providers are asked for their values. */
public final class MetricRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.metrics}}").routeId("reconcile-metric").routeGroup("metrics").routeDescription("Writes what a provider answered, and asks it again when it is time")
                .process("metric").id("reconcile-metric-act");
    }
}
