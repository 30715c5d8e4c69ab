package dev.dromon.api;

/** A Secret, in Dromon's own namespace where nothing else is said. */
public class SecretReference extends ApiObject {

    /** Its name. */
    public String name;
}
