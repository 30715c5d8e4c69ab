package dev.dromon.act;

import dev.dromon.analysis.Timeframe;
import dev.dromon.analysis.ValueAnswer;
import dev.dromon.analysis.ValueQuestion;
import java.util.concurrent.CompletionStage;

/** Asks providers for values over a time range. */
public interface AnalysisValues {

    /** Whether the provider can be asked as it is now; false for a moment after it, or Dromon, has come or changed. Never throws. */
    boolean ready(ValueQuestion question);

    /** Asks, and returns at once. The stage is completed in time whatever the provider does, and never with an exception; it may be complete already. Never throws. */
    CompletionStage<ValueAnswer> ask(ValueQuestion question, Timeframe timeframe);
}
