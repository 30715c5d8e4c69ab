package dev.dromon.api;

/** One value of a Secret, in Dromon's own namespace where nothing else is said. */
public class SecretKeyReference extends ApiObject {

    /** Name of the Secret. */
    public String name;

    /** Key of the value; absent means the one that the field's description names. */
    public String key;
}
