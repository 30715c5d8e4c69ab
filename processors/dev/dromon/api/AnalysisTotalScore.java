package dev.dromon.api;

/** Percentages of the greatest possible score. */
public class AnalysisTotalScore extends ApiObject {

    /** From here on it passes. */
    public Integer passPercentage;

    /** From here on it passes with a warning; less than the other. */
    public Integer warningPercentage;
}
