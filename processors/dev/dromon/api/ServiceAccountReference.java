package dev.dromon.api;

/** The account a task runs as. */
public class ServiceAccountReference extends ApiObject {

    /** Name of the ServiceAccount. */
    public String name;
}
