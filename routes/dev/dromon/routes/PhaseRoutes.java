package dev.dromon.routes;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.builder.RouteBuilder;

/** One look at a run: decide, act on its checks in parallel, fold what they look like then, commit. Nobody waits in here. */
public final class PhaseRoutes extends RouteBuilder {

    @Override
    public void configure() {
        AggregationStrategy fold = getContext().getRegistry().lookupByNameAndType("checkAggregation", AggregationStrategy.class);

        from("direct:phases").routeId("phases").routeGroup("flow").routeDescription("Decides a run, creates its missing checks side by side, and writes its status once")
                .process("runDecide").id("phases-decide")
                .filter(simple("${body.actions().size()} > 0")).id("phases-any-actions")
                    .split(simple("${body.actions()}"), fold).parallelProcessing().id("phases-split")
                        .choice().id("phases-kind")
                            .when(simple("${body.task()}")).to("direct:task")
                            .otherwise().to("direct:evaluation")
                        .end()
                    .end()
                    .process("runDecide").id("phases-decide-again")
                .end()
                .process("runCommit").id("phases-commit")
                .process("interventionDone").id("phases-interventions");
    }
}
