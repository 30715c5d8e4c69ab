package dev.dromon.api;

/** A Secret in Dromon's own namespace. */
public class SecretReference extends ApiObject {

    /** Its name. */
    public String name;
}
