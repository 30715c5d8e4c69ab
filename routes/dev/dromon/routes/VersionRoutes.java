package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** The two kinds of runs; what they have in common is direct:phases. */
public final class VersionRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.app-versions}}").routeId("reconcile-app-version").routeGroup("flow").routeDescription("Takes an app version through its phases")
                .filter(body().isNotNull()).id("reconcile-app-version-exists")
                    .process("appVersionGather").id("reconcile-app-version-gather")
                    .to("direct:phases").id("reconcile-app-version-phases")
                .end();

        from("{{dromon.endpoint.workload-versions}}").routeId("reconcile-workload-version").routeGroup("flow").routeDescription("Takes a workload version through its phases")
                .filter(body().isNotNull()).id("reconcile-workload-version-exists")
                    .process("workloadVersionGather").id("reconcile-workload-version-gather")
                    .to("direct:phases").id("reconcile-workload-version-phases")
                .end();
    }
}
