package dev.dromon.act;

import dev.dromon.gate.GateVerdict;
import dev.dromon.model.RunStatus;
import dev.dromon.model.State;
import java.time.Duration;

/** Learns what the API server has accepted of the flow, once each, after it has. Called by the threads of routes: it must be quick and thread-safe, and never throw. */
public interface FlowListener {

    /** The gate was taken off a pod that was created so long ago. */
    void released(GateVerdict verdict, Duration waited);

    /** The status of a KeptnAppVersion or KeptnWorkloadVersion was written. */
    void committed(String kind, RunStatus before, RunStatus after);

    /** The end of a KeptnTask was written; took is zero when it never began. */
    void taskEnded(State outcome, Duration took);

    /** The end of a KeptnEvaluation was written; took is zero when it never began. */
    void evaluationEnded(State outcome, Duration took);
}
