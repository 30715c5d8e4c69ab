package dev.dromon.api;

/** Names the app to make. */
public class KeptnAppCreationRequestSpec extends ApiObject {

    /** Name of the KeptnApp that is wanted. */
    public String appName;
}
