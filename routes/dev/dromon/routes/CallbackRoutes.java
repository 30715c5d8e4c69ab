package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Tasks that somebody outside answers: the request goes out. */
public final class CallbackRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.callback-requests}}").routeId("callback-request").routeGroup("checks").routeDescription("Sends the request of a task that waits for an answer")
                .filter(body().isNotNull()).id("callback-request-exists")
                    .process("requestGather").id("callback-request-gather")
                    .filter(body().isNotNull()).id("callback-request-open")
                        .process("requestSend").id("callback-request-send")
                        .process("requestNote").id("callback-request-note")
                    .end()
                .end();
    }
}
