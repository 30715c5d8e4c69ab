package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Pods at our gate: let go, kept, and what they say of their workload. */
public final class PodRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.pods}}").routeId("reconcile-pod").routeGroup("gate").routeDescription("Lets approved pods go, holds the others, and reads workloads off them")
                .filter(body().isNotNull()).id("reconcile-pod-exists")
                    .process("podGather").id("reconcile-pod-gather")
                    .filter(simple("${body.released()}")).id("reconcile-pod-released")
                        .process("podApproval").id("reconcile-pod-approval")
                        .process("podRelease").id("reconcile-pod-release")
                    .end()
                    .filter(simple("${body.definesWorkload()}")).id("reconcile-pod-current")
                        .process("workload").id("reconcile-pod-workload")
                    .end()
                    .filter(simple("${body.verdict()} == 'HOLD'")).id("reconcile-pod-held")
                        .process("podHold").id("reconcile-pod-hold")
                        .split(body()).stopOnException().id("reconcile-pod-reasons").to("direct:kubernetes-events").process("podHoldTold").end()
                    .end()
                .end();

        from("{{dromon.endpoint.approvals}}").routeId("prune-approvals").routeGroup("gate").routeDescription("Takes revisions that no longer exist off the lists of approved ones")
                .filter(body().isNotNull()).id("prune-approvals-exists")
                    .process("approvalPrune").id("prune-approvals-prune")
                .end();
    }
}
