package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Analyses: values of many queries, one verdict. */
public final class AnalysisRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.analyses}}").routeId("reconcile-analysis").routeGroup("metrics").routeDescription("Asks providers for the values of an Analysis, and scores them")
                .process("analysisGather").id("reconcile-analysis-gather")
                .process("analysis").id("reconcile-analysis-act");
    }
}
