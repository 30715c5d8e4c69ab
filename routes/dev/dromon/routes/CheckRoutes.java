package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Tasks and evaluations: the branches of a phase that create them, and the loops that take them to their end. */
public final class CheckRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:task").routeId("task").routeGroup("checks").routeDescription("Creates the KeptnTask of a check and looks at it")
                .process("taskCreate").id("task-create");

        from("direct:evaluation").routeId("evaluation").routeGroup("checks").routeDescription("Creates the KeptnEvaluation of a check and looks at it")
                .process("evaluationCreate").id("evaluation-create");

        from("{{dromon.endpoint.tasks}}").routeId("reconcile-task").routeGroup("checks").routeDescription("Runs a task as a Job, once, or lets it wait for its answer or its call")
                .filter(body().isNotNull()).id("reconcile-task-exists")
                    .process("taskGather").id("reconcile-task-gather")
                    .process("callbackToken").id("reconcile-task-token")
                    .process("taskEnding").id("reconcile-task-ending")
                    .process("callCheck").id("reconcile-task-call")
                    .process("task").id("reconcile-task-act")
                .end();

        from("{{dromon.endpoint.evaluations}}").routeId("reconcile-evaluation").routeGroup("checks").routeDescription("Compares metrics with their targets")
                .filter(body().isNotNull()).id("reconcile-evaluation-exists")
                    .process("evaluationGather").id("reconcile-evaluation-gather")
                    .process("evaluation").id("reconcile-evaluation-act")
                .end();
    }
}
