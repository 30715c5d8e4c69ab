package dev.dromon.routes;

import org.apache.camel.builder.RouteBuilder;

/** Reviews of the API server, for clusters without MutatingAdmissionPolicies. */
public final class AdmissionRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{dromon.endpoint.admission-pods}}").routeId("admit-pod").routeGroup("admission").routeDescription("Adds the gate to pods that are about to be created")
                .process("admitPod").id("admit-pod-review");

        from("{{dromon.endpoint.admission-interventions}}").routeId("sign-intervention").routeGroup("admission").routeDescription("Says who asks something of a version")
                .process("signIntervention").id("sign-intervention-review");
    }
}
