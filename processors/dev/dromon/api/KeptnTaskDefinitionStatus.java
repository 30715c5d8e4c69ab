package dev.dromon.api;

/** What is known of a task definition. */
public class KeptnTaskDefinitionStatus extends ApiObject {

    /** Where the code is kept. */
    public FunctionStatus function;
}
