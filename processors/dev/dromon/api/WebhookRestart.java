package dev.dromon.api;

/** App whose revision each delivery raises. */
public class WebhookRestart extends ApiObject {

    /** Name of the KeptnApp, in the trigger's namespace. */
    public WebhookValue app;
}
