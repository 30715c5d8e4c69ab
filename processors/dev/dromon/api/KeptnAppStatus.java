package dev.dromon.api;

/** What is known of an app. */
public class KeptnAppStatus extends ApiObject {

    /** Version for which an app version was last created. */
    public String currentVersion;
}
