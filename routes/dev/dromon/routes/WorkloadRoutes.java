package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Workloads: each version becomes a run. */
public final class WorkloadRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.workloads}}").routeId("reconcile-workload").routeGroup("discovery").routeDescription("Makes the version of a workload, asks for its app, and shows how it fares")
                .filter(body().isNotNull()).id("reconcile-workload-exists")
                    .process("workloadVersion").id("reconcile-workload-write")
                    .process("runSummary").id("reconcile-workload-status")
                    .process("workloadHistory").id("reconcile-workload-history")
                .end();
    }
}
