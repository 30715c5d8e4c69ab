package dev.dromon.api;

/** Answer that each delivery gives to a task that waits for one. */
public class WebhookAnswer extends ApiObject {

    /** Name of the KeptnTask, in the trigger's namespace. */
    public WebhookValue task;

    /** What must be in the body for the outcome to be succeeded; it is failed otherwise. */
    public WebhookFilter succeeded;

    /** Why; absent means none. */
    public WebhookValue message;
}
