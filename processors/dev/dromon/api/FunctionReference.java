package dev.dromon.api;

/** Names another task definition whose code is used. */
public class FunctionReference extends ApiObject {

    /** Name of the KeptnTaskDefinition. */
    public String name;
}
