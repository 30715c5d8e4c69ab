package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Triggers: whether they take deliveries, and the tasks that deliveries have started. */
public final class WebhookTriggerRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.webhook-triggers}}").routeId("reconcile-webhook-trigger").routeGroup("hooks")
                .routeDescription("Shows whether a trigger takes deliveries, and bounds its finished tasks")
                .filter(body().isNotNull()).id("reconcile-webhook-trigger-exists")
                    .process("webhookTrigger").id("reconcile-webhook-trigger-status")
                    .process("webhookHistory").id("reconcile-webhook-trigger-history")
                .end();
    }
}
