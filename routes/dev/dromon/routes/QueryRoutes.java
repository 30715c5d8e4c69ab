package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Events, for those who read them instead of being called, and values of metrics. */
public final class QueryRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.events}}").routeId("events").routeGroup("http").routeDescription("Answers with a page of events")
                .process("eventsPage").id("events-page");

        from("{{dromon.endpoint.event-stream}}").routeId("event-stream").routeGroup("http").routeDescription("Answers with a stream of events")
                .process("eventsStream").id("event-stream-open");

        from("{{dromon.endpoint.metric-value}}").routeId("metric-value").routeGroup("http").routeDescription("Answers with the value of a metric")
                .process("metricValue").id("metric-value-read");

        from("{{dromon.endpoint.metric-values}}").routeId("metric-values").routeGroup("http").routeDescription("Answers with the values of metrics, for Prometheus")
                .process("metricValues").id("metric-values-read");

        from("{{dromon.endpoint.analysis-results}}").routeId("analysis-results").routeGroup("http").routeDescription("Answers with the results of analyses, for Prometheus")
                .process("analysisResults").id("analysis-results-read");
    }
}
