package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Tasks that somebody outside answers: the answer comes in, on any replica. */
public final class AnswerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.callbacks}}").routeId("callback-answer").routeGroup("http").routeDescription("Records the answer to the request of a task")
                .process("answer").id("callback-answer-record");
    }
}
