package dev.dromon.api;

/** What must be at one place of a delivery's body. */
public class WebhookFilter extends ApiObject {

    /** The place, as in {@link WebhookValue}. */
    public String jsonPath;

    /** The text, number or truth value that must be there, as text. */
    public String equals;
}
