package dev.dromon.api;

import java.util.ArrayList;
import java.util.List;

/** What is scored, and how. */
public class AnalysisDefinitionSpec extends ApiObject {

    /** In the order of the results. */
    public List<AnalysisObjective> objectives = new ArrayList<>();

    /** What they must reach together. */
    public AnalysisTotalScore totalScore;
}
