package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** What one attempt found. Not in Keptn. */
public class EvaluationAttempt extends ApiObject {

    /** When it was made. */
    public String time;

    /** What became of each objective, in the order of the definition; one that had been met before is as it was then. */
    public List<ObjectiveStatus> objectives = new ArrayList<>();
}
