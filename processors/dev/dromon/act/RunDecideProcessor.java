package dev.dromon.act;

import dev.dromon.gather.VersionRun;
import dev.dromon.phase.RunDecider;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body {@link VersionRun} to the decision that follows; the run stays at hand as a property. */
public final class RunDecideProcessor implements Processor {

    @Override
    public void process(Exchange exchange) {
        VersionRun run = exchange.getMessage().getBody(VersionRun.class);
        exchange.setProperty(FlowProperties.RUN, run);
        exchange.getMessage().setBody(RunDecider.decide(run.observation()));
    }
}
