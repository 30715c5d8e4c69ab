package dev.dromon.api;

/** Where the code of a task definition is kept. */
public class FunctionStatus extends ApiObject {

    /** Name of the ConfigMap that holds the code. */
    public String configMap;
}
