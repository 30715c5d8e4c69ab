package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Tasks that Dromon itself calls something for. */
public final class CallRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.task-calls}}").routeId("task-call").routeGroup("checks").routeDescription("Calls what a task wants called, once that is recorded, and notes what came of it")
                .filter(body().isNotNull()).id("task-call-exists")
                    .process("callGather").id("task-call-gather")
                .end()
                .process("call").id("task-call-begin")
                .filter(body().isNotNull()).id("task-call-open")
                    .process("callNote").id("task-call-note")
                .end();
    }
}
