package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Applications: discovered from their workloads or written by users; each generation becomes a run. */
public final class AppRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.app-creation-requests}}").routeId("discover-app").routeGroup("discovery").routeDescription("Makes the KeptnApp when its workloads are complete")
                .filter(body().isNotNull()).id("discover-app-exists")
                    .process("appRequestGather").id("discover-app-gather")
                    .process("appDiscovery").id("discover-app-write")
                .end();

        from("{{dromon.endpoint.apps}}").routeId("reconcile-app").routeGroup("discovery").routeDescription("Makes the version of an app, with its context, and shows how it fares")
                .filter(body().isNotNull()).id("reconcile-app-exists")
                    .process("app").id("reconcile-app-write")
                    .process("runSummary").id("reconcile-app-status")
                    .process("appHistory").id("reconcile-app-history")
                .end();
    }
}
