package dev.dromon.act;

import dev.dromon.gather.VersionRun;
import dev.dromon.model.CheckObservation;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Folds what the checks look like after the branches have acted into the {@link VersionRun}; a branch that failed makes the whole run fail, so that it is tried again. */
public final class CheckAggregation implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange folded, Exchange branch) {
        VersionRun run = folded == null ? branch.getProperty(FlowProperties.RUN, VersionRun.class) : folded.getMessage().getBody(VersionRun.class);
        Exception failure = branch.getException() == null && folded != null ? folded.getException() : branch.getException();
        if (branch.getException() == null) {
            CheckObservation seen = branch.getMessage().getBody(CheckObservation.class);
            run = run.with(seen);
        }
        branch.getMessage().setBody(run);
        branch.setException(failure);
        return branch;
    }
}
