package dev.dromon.api;

/** A text: written here, or taken from the delivery. */
public class WebhookValue extends ApiObject {

    /** The text itself; either this or jsonPath. */
    public String value;

    /** Where in the body it is: names and numbers only, so that it is at most one place; either this or value. */
    public String jsonPath;
}
